import type { Envelope } from '@chengqi/schemas';
import {
  callAnswered,
  callbackClosed,
  callbackOpened,
  callbackOverdue,
  callbackRestated,
  callMissed,
  callRestated,
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

/** An inbound call; every event tells all that is known of it. */
export interface CallFact extends Fact {
  readonly orgId: string | null;
  readonly channel: string | null;
  readonly ringAt: Moment | null;
  readonly answeredAt: Moment | null;
  readonly waitSeconds: number | null;
  readonly outcome: string | null;
  readonly shiftId: string | null;
  /** Whether somebody should have been there. */
  readonly watched: boolean | null;
}

type CallData = ReturnType<typeof callAnswered.schema.parse>;

const callFacts = ({ orgid, data }: Envelope<CallData>): Partial<CallFact> => ({
  orgId: orgid,
  channel: data.lineNo,
  ringAt: momentOf(data.ringAt),
  answeredAt: optionalMoment(data.answeredAt),
  waitSeconds: data.waitSeconds,
  outcome: data.outcome,
  shiftId: data.shiftId,
  watched: data.watched ?? null,
});

const ofCall = revising<CallFact>();

export const calls: Projection<CallFact> = {
  entity: new EntitySchema<CallFact>({
    name: 'CallFact',
    tableName: 'call_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      channel: column.text('channel', 40, { nullable: true }),
      ringAt: column.moment('ring_at'),
      answeredAt: column.moment('answered_at'),
      waitSeconds: column.integer('wait_seconds', { nullable: true }),
      outcome: column.code('outcome', 24, { nullable: true }),
      shiftId: column.ref('shift_id', { nullable: true }),
      watched: column.bool('watched', { nullable: true }),
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    channel: null,
    ringAt: null,
    answeredAt: null,
    waitSeconds: null,
    outcome: null,
    shiftId: null,
    watched: null,
  }),
  clocks: ['ringAt'],
  reactions: [callAnswered, callMissed, callRestated].map((contract) =>
    ofCall.when(contract, ({ callId }) => callId, callFacts),
  ),
};

/** A callback that is owed, for one or several calls of one caller. */
export interface CallbackFact extends Fact {
  readonly orgId: string | null;
  readonly channel: string | null;
  readonly openedAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly closedAt: Moment | null;
  readonly outcome: string | null;
  readonly calls: number | null;
}

type CallbackData = ReturnType<typeof callbackOpened.schema.parse>;

const callbackFacts = ({ orgid, data }: Envelope<CallbackData>): Partial<CallbackFact> => ({
  orgId: orgid,
  channel: data.lineNo,
  openedAt: momentOf(data.openedAt),
  dueAt: momentOf(data.dueAt),
  closedAt: optionalMoment(data.closedAt),
  outcome: data.end,
  calls: data.callIds.length,
});

const ofCallback = revising<CallbackFact>();

export const callbacks: Projection<CallbackFact> = {
  entity: new EntitySchema<CallbackFact>({
    name: 'CallbackFact',
    tableName: 'callback_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      channel: column.text('channel', 40, { nullable: true }),
      openedAt: column.moment('opened_at'),
      dueAt: column.moment('due_at'),
      closedAt: column.moment('closed_at'),
      outcome: column.code('outcome', 24, { nullable: true }),
      calls: column.integer('calls', { nullable: true }),
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    channel: null,
    openedAt: null,
    dueAt: null,
    closedAt: null,
    outcome: null,
    calls: null,
  }),
  clocks: ['openedAt'],
  reactions: [callbackOpened, callbackRestated, callbackOverdue, callbackClosed].map((contract) =>
    ofCallback.when(contract, ({ callbackId }) => callbackId, callbackFacts),
  ),
};
