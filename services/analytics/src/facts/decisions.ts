import { instructionGiven } from '@chengqi/schemas/events/documents';
import { resolutionAdopted, supervisionWaived } from '@chengqi/schemas/events/meetings';
import { decisionFollowed, itemRegistered, sourceFollowed } from '@chengqi/schemas/events/supervision';
import { DateTime } from 'luxon';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  happened,
  type Moment,
  momentOf,
  type Projection,
  type Revision,
  revising,
} from '../projection/projection.ts';

/** A decision of a meeting, counted for the unit that leads its work. */
export interface DecisionFact extends Fact {
  readonly orgId: string | null;
  readonly requiresAction: boolean | null;
  readonly adoptedAt: Moment | null;
  readonly waivedAt: Moment | null;
  /** First moment after the last day on which it should be carried out. */
  readonly dueAt: Moment | null;
  /** The item that follows it since its own was merged into that one, and since when. */
  readonly itemId: string | null;
  readonly followedAt: Moment | null;
}

const ofDecision = revising<DecisionFact>();

/** A limit ends with its last day; `startOf` gives the first moment of a day. */
export const decisionsBy = (startOf: (day: string) => Date): Projection<DecisionFact> => ({
  entity: decisionEntity,
  empty: (id) => ({
    id,
    orgId: null,
    requiresAction: null,
    adoptedAt: null,
    waivedAt: null,
    dueAt: null,
    itemId: null,
    followedAt: null,
  }),
  clocks: [],
  reactions: [
    ofDecision.when(
      resolutionAdopted,
      ({ resolutionId }) => resolutionId,
      ({ data }, fact) => ({
        orgId: data.leadOrgId,
        requiresAction: data.requiresAction,
        adoptedAt: momentOf(data.adoptedAt),
        dueAt: data.dueOn === null ? null : startOf(dayAfter(data.dueOn)).getTime(),
        waivedAt: fact.waivedAt ?? (data.waived ? momentOf(data.adoptedAt) : null),
      }),
    ),
    ofDecision.when(
      supervisionWaived,
      ({ resolutionId }) => resolutionId,
      (event, fact) => ({ waivedAt: fact.waivedAt ?? momentOf(event.time) }),
    ),
    ofDecision.whenEach(sourceFollowed, ({ data: { source, itemId }, time }) => {
      if (source.type !== 'Resolution') return [];
      const revise = (fact: DecisionFact) => ({ itemId, followedAt: fact.followedAt ?? momentOf(time) });
      return [{ id: source.id, revise }];
    }),
  ],
});

const dayAfter = (day: string): string => DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toISODate() ?? day;

export const decisionEntity = new EntitySchema<DecisionFact>({
  name: 'DecisionFact',
  tableName: 'decision_fact',
  columns: {
    id: column.id(),
    orgId: column.ref('org_id', { nullable: true }),
    requiresAction: column.bool('requires_action', { nullable: true }),
    adoptedAt: column.moment('adopted_at'),
    waivedAt: column.moment('waived_at'),
    dueAt: column.moment('due_at'),
    itemId: column.ref('item_id', { nullable: true }),
    followedAt: column.moment('followed_at'),
  },
});

/** What a meeting or a leader decided, for the unit that leads its work, and whether it was followed in time. */
export interface DirectiveFact extends Fact {
  readonly orgId: string | null;
  /** Resolution or Instruction. */
  readonly category: string | null;
  /** Only of what requires action. */
  readonly decidedAt: Moment | null;
  readonly waived: boolean | null;
  /** Since when a registered item follows it, the first one. */
  readonly followedAt: Moment | null;
  /** Before which it was to be followed; unknown until it is, and of what was registered before this was told. */
  readonly followBy: Moment | null;
}

const ofDirective = revising<DirectiveFact>();

/** A registered item follows it since that moment, or since an earlier one. */
const followed = (id: string, since: Moment, followBy: Moment | null = null): Revision<DirectiveFact> => ({
  id,
  revise: (fact) => ({
    followedAt: Math.min(fact.followedAt ?? since, since),
    followBy: followBy ?? fact.followBy,
  }),
});

const isDecision = (source: { readonly type: string } | null): boolean =>
  source?.type === 'Resolution' || source?.type === 'Instruction';

export const directives: Projection<DirectiveFact> = {
  entity: new EntitySchema<DirectiveFact>({
    name: 'DirectiveFact',
    tableName: 'directive_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      decidedAt: column.moment('decided_at'),
      waived: column.bool('waived', { nullable: true }),
      followedAt: column.moment('followed_at'),
      followBy: column.moment('follow_by'),
    },
  }),
  empty: (id) => ({
    ...{ id, orgId: null, category: null, decidedAt: null },
    ...{ waived: null, followedAt: null, followBy: null },
  }),
  clocks: ['decidedAt'],
  reactions: [
    ofDirective.whenEach(resolutionAdopted, ({ data: { resolutionId: id, leadOrgId, adoptedAt, ...data } }) => {
      if (!data.requiresAction) return [];
      const decided = { orgId: leadOrgId, category: 'Resolution', decidedAt: momentOf(adoptedAt) };
      return [{ id, revise: ({ waived }) => ({ ...decided, waived: data.waived || waived }) }];
    }),
    ofDirective.whenEach(instructionGiven, ({ data: { instructionId: id, leadOrgId, givenAt, requiresAction } }) =>
      requiresAction
        ? [{ id, revise: () => ({ orgId: leadOrgId, category: 'Instruction', decidedAt: momentOf(givenAt) }) }]
        : [],
    ),
    ofDirective.when(
      supervisionWaived,
      ({ resolutionId }) => resolutionId,
      () => ({ waived: true }),
    ),
    ofDirective.whenEach(decisionFollowed, ({ data: { decision, followedAt, followBy } }) => [
      followed(decision.id, momentOf(followedAt), momentOf(followBy)),
    ]),
    ofDirective.whenEach(itemRegistered, (event) => {
      const { source, registeredAt } = event.data;
      return source && isDecision(source) ? [followed(source.id, happened(registeredAt, event))] : [];
    }),
    ofDirective.whenEach(sourceFollowed, ({ data: { source }, time }) =>
      isDecision(source) ? [followed(source.id, momentOf(time))] : [],
    ),
  ],
};
