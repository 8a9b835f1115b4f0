import type { Cell, ImportInput, ImportPlan } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { CallLedger } from '../calls/call-ledger.ts';
import { createCallNoteImport, createLegImport } from '../calls/calls.import.ts';
import type { Legs } from '../calls/legs.ts';
import { createCaseEventImport } from '../cases/case-events.import.ts';
import type { CaseRegister } from '../cases/case-register.ts';
import { createCaseImport, type FindCall } from '../cases/cases.import.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Foundation } from '../context.ts';
import type { RatingLedger } from '../ratings/rating-ledger.ts';
import { createRatingImport, type FindRated } from '../ratings/ratings.import.ts';
import { createSurveyImport } from '../surveys/surveys.import.ts';
import { createVisitImport, type FindCase } from '../visits/visits.import.ts';

export type Imports = ReturnType<typeof createImports>;

/** What the files of an export find in other slices. */
export interface Imported {
  readonly contacts: Contacts;
  readonly legs: Legs;
  readonly callLedger: CallLedger;
  readonly caseRegister: CaseRegister;
  readonly ratingLedger: RatingLedger;
  readonly findCall: FindCall;
  readonly findCase: FindCase;
  readonly findRated: FindRated;
}

/** The files of an export that reception takes. */
export function createImports(
  foundation: Foundation,
  { contacts, legs, callLedger, caseRegister, ratingLedger, findCall, findCase, findRated }: Imported,
) {
  const { office } = foundation;
  const take =
    <C extends Readonly<Record<string, Cell>>>(plan: ImportPlan<C>) =>
    (request: Request, input: ImportInput) =>
      office.importRows(request, input, plan);
  return {
    callsCdr: take(createLegImport(legs, callLedger)),
    callNotes: take(createCallNoteImport(foundation, callLedger)),
    cases: take(createCaseImport(foundation, { register: caseRegister, contacts, findCall })),
    caseEvents: take(createCaseEventImport(foundation)),
    visits: take(createVisitImport(foundation, contacts, findCase)),
    ratings: take(createRatingImport(ratingLedger, findRated)),
    surveyResults: take(createSurveyImport(foundation)),
  };
}
