import {
  caseAccepted,
  caseAnswered,
  caseClosed,
  caseExtended,
  caseOpened,
  caseRedone,
  caseRefused,
  caseSupplemented,
  caseTransferred,
  caseWithdrawn,
  reviewRequested,
  supplementDemanded,
} from '@chengqi/schemas/events/reception';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** A matter of the public; an ACCUSATION belongs to no unit here. */
export interface CaseFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly channel: string | null;
  readonly openedAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly noticeDueAt: Moment | null;
  readonly acceptedAt: Moment | null;
  readonly refusedAt: Moment | null;
  /** The first answer, and the last one. */
  readonly firstAnsweredAt: Moment | null;
  readonly answeredAt: Moment | null;
  readonly secondSupplementAt: Moment | null;
  readonly redoneAt: Moment | null;
  readonly withdrawnAt: Moment | null;
  readonly closedAt: Moment | null;
  /** When the petitioner first asked the next organisation up. */
  readonly reviewAskedAt: Moment | null;
  readonly visits: number | null;
}

const momentNames = [
  'openedAt',
  'dueAt',
  'noticeDueAt',
  'acceptedAt',
  'refusedAt',
  'firstAnsweredAt',
  'answeredAt',
  'secondSupplementAt',
  'redoneAt',
  'withdrawnAt',
  'closedAt',
  'reviewAskedAt',
] as const;
type MomentName = (typeof momentNames)[number];

const columnName = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const each = <T>(value: (name: MomentName) => T) =>
  Object.fromEntries(momentNames.map((name) => [name, value(name)])) as Record<MomentName, T>;

/** A limit that an event leaves open stays as it was. */
const limit = (named: string | null, known: Moment | null): Moment | null => optionalMoment(named) ?? known;

const ofCase = revising<CaseFact>();

export const cases: Projection<CaseFact> = {
  entity: new EntitySchema<CaseFact>({
    name: 'CaseFact',
    tableName: 'case_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      channel: column.text('channel', 40, { nullable: true }),
      ...each((name) => column.moment(columnName(name))),
      visits: column.integer('visits', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, channel: null, ...each(() => null), visits: null }),
  clocks: ['openedAt', 'dueAt', 'noticeDueAt', 'firstAnsweredAt', 'secondSupplementAt', 'closedAt'],
  reactions: [
    ofCase.when(
      caseOpened,
      ({ caseId }) => caseId,
      ({ data }) => ({
        orgId: data.kind === 'ACCUSATION' ? null : data.responsibleOrgId,
        category: data.kind,
        channel: data.channel,
        openedAt: momentOf(data.openedAt),
        dueAt: optionalMoment(data.dueAt),
        noticeDueAt: optionalMoment(data.noticeDueAt),
      }),
    ),
    ofCase.when(
      caseAccepted,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({ acceptedAt: momentOf(data.acceptedAt), dueAt: limit(data.dueAt, fact.dueAt) }),
    ),
    ofCase.when(
      caseRefused,
      ({ caseId }) => caseId,
      ({ data }) => ({ refusedAt: momentOf(data.refusedAt) }),
    ),
    ofCase.when(
      supplementDemanded,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({
        dueAt: limit(data.dueAt, fact.dueAt),
        secondSupplementAt: fact.secondSupplementAt ?? (data.ordinal >= 2 ? momentOf(data.at) : null),
      }),
    ),
    ofCase.when(
      caseSupplemented,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({ dueAt: limit(data.dueAt, fact.dueAt) }),
    ),
    ofCase.when(
      caseTransferred,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({
        orgId: fact.category === 'ACCUSATION' ? null : data.toOrgId,
        dueAt: limit(data.dueAt, fact.dueAt),
      }),
    ),
    ofCase.when(
      caseExtended,
      ({ caseId }) => caseId,
      ({ data }) => ({ dueAt: momentOf(data.dueAt) }),
    ),
    ofCase.when(
      caseAnswered,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({
        answeredAt: momentOf(data.answeredAt),
        firstAnsweredAt: fact.firstAnsweredAt ?? momentOf(data.answeredAt),
      }),
    ),
    ofCase.when(
      caseRedone,
      ({ caseId }) => caseId,
      ({ data }) => ({ redoneAt: momentOf(data.at) }),
    ),
    ofCase.when(
      caseClosed,
      ({ caseId }) => caseId,
      ({ data }) => ({ closedAt: momentOf(data.closedAt), visits: data.visitsCount }),
    ),
    ofCase.when(
      reviewRequested,
      ({ caseId }) => caseId,
      ({ data }, fact) => ({ reviewAskedAt: fact.reviewAskedAt ?? momentOf(data.at) }),
    ),
    ofCase.when(
      caseWithdrawn,
      ({ caseId }) => caseId,
      ({ data }) => ({ withdrawnAt: momentOf(data.at) }),
    ),
  ],
};
