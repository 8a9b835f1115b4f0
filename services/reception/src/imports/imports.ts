import type { Cell, Foundation, ImportInput, ImportPlan } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { CallLedger } from '../calls/call-ledger.commands.ts';
import { createCallNoteImport, createLegImport } from '../calls/calls.import.ts';
import type { Legs } from '../calls/legs.commands.ts';
import { createCaseEventImport } from '../cases/case-events.import.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { createCaseImport } from '../cases/cases.import.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { createDisputeImport } from '../disputes/disputes.import.ts';
import type { RatingLedger } from '../ratings/rating-ledger.commands.ts';
import { createRatingImport } from '../ratings/ratings.import.ts';
import { createSurveyImport } from '../surveys/surveys.import.ts';
import { createVisitImport } from '../visits/visits.import.ts';

/** What the files of an export share with the mutations. */
interface Shared {
  readonly contacts: Contacts;
  readonly legs: Legs;
  readonly callLedger: CallLedger;
  readonly caseRegister: CaseRegister;
  readonly ratingLedger: RatingLedger;
}

/** The files of an export that reception takes. */
export function createImports(
  foundation: Foundation,
  { contacts, legs, callLedger, caseRegister, ratingLedger }: Shared,
) {
  const take =
    <C extends Readonly<Record<string, Cell>>>(plan: ImportPlan<C>) =>
    (request: Request, input: ImportInput) =>
      foundation.office.importRows(request, input, plan);
  return {
    callsCdr: take(createLegImport(legs, callLedger)),
    callNotes: take(createCallNoteImport(foundation, callLedger)),
    cases: take(createCaseImport(foundation, caseRegister, contacts)),
    caseEvents: take(createCaseEventImport(foundation)),
    visits: take(createVisitImport(foundation, contacts)),
    ratings: take(createRatingImport(foundation, ratingLedger)),
    disputes: take(createDisputeImport(foundation)),
    surveyResults: take(createSurveyImport(foundation)),
  };
}
