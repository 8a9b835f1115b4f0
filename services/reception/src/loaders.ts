import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import type { CallFigures } from './calls/call-figures.ts';
import { createCallLoaders } from './calls/call-loaders.ts';
import type { Confidence } from './calls/confidence.ts';
import { findEvents } from './cases/case.repository.ts';
import type { ServiceCase } from './cases/case.ts';
import type { CaseEvent } from './cases/case-journal.ts';
import type { CaseRegister } from './cases/case-register.ts';
import type { Contact } from './contacts/contact.ts';
import type { Contacts } from './contacts/contacts.ts';
import type { Foundation } from './context.ts';
import type { Rating } from './ratings/rating.ts';
import type { FiguresAsked, RatingFiguresOf } from './ratings/rating-figures.ts';
import type { RatingReading } from './ratings/rating-reading.ts';
import { SurveyResultEntity } from './surveys/survey.entity.ts';
import { suppressedOf } from './surveys/survey.repository.ts';
import type { SurveyResult } from './surveys/survey.ts';
import { surveyReading } from './surveys/surveys.resolvers.ts';
import { VisitEntity } from './visits/visit.entity.ts';
import type { Visit } from './visits/visit.ts';
import { visitReading } from './visits/visits.commands.ts';

/** What the slices lend to the look-ups beside their tables. */
export interface Lent {
  readonly contacts: Contacts;
  readonly callFigures: CallFigures;
  readonly confidence: Confidence;
  readonly caseRegister: CaseRegister;
  readonly ratingReading: RatingReading;
  readonly ratingFigures: RatingFiguresOf;
}

export type Loaders = ReturnType<typeof createLoaders>;

/** Look-ups of one request: one statement for all that a level of the query asks. */
export function createLoaders(
  request: Request,
  foundation: Foundation,
  { contacts, callFigures, confidence, caseRegister, ratingReading, ratingFigures }: Lent,
) {
  const { kit, office } = foundation;
  const figures = new Map<string, ReturnType<typeof figuresAsked>>();

  const figuresAsked = (asked: FiguresAsked) => batch((orgIds) => ratingFigures(request, orgIds, asked));

  return {
    ...createCallLoaders(request, foundation, callFigures, confidence),
    /** In clear, for masking only; the subject has passed its own read rule. */
    contacts: batchMany<Contact>((ids) => contacts.of(kit.db.read, ids)),
    cases: batch<ServiceCase>((ids) => caseRegister.readByIds(request, ids)),
    caseEvents: batchMany<CaseEvent>(async (ids) =>
      groupBy(await findEvents(kit.db.read, ids), ({ caseId }) => caseId),
    ),
    visits: batch<Visit>((ids) => office.readByIds(request, VisitEntity, ids, visitReading)),
    ratings: batch<Rating>(async (ids) => byKey(await ratingReading.byIds(request, ids), ({ id }) => id)),
    /** The rating of a service. */
    ratingsOf: batch<Rating>(async (ids) =>
      byKey(await ratingReading.byIds(request, ids, 'subjectId'), ({ subjectId }) => subjectId),
    ),
    ratingFigures(asked: FiguresAsked) {
      const key = JSON.stringify(asked);
      const known = figures.get(key) ?? figuresAsked(asked);
      figures.set(key, known);
      return known;
    },
    surveyResults: batch<SurveyResult>((ids) => office.readByIds(request, SurveyResultEntity, ids, surveyReading)),
    suppressedResults: batch<Set<string>>((surveys) => suppressedOf(foundation, surveys)),
  };
}

const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [keyOf(row), row]));

interface Loading<T> {
  load(id: string): Promise<T | null>;
  clear(id: string): unknown;
}

/** The object as it is after a command changed it. */
export function reload<T>(loader: Loading<T>, id: string): Promise<T | null> {
  loader.clear(id);
  return loader.load(id);
}

/** The same where who may act may also see. */
export async function reloadSeen<T>(loader: Loading<T>, id: string): Promise<T> {
  const row = await reload(loader, id);
  if (row === null) throw new Error('what was changed went out of sight of who changed it');
  return row;
}
