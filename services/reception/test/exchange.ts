import { rosterPublished } from '@chengqi/schemas/events/security';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { reception } from '../src/service.ts';
import type { Window } from './window.ts';

export interface Leg {
  readonly cdrNo: string;
  readonly callRef: string;
  readonly lineNo: string;
  readonly direction: 'IN' | 'OUT';
  readonly callerNumber: string | null;
  readonly calledNumber: string | null;
  readonly hop: number;
  readonly ringAt: string;
  readonly answerAt: string | null;
  readonly endAt: string;
  readonly cause: string;
}

export const line = '82220001';
export const zhang = '16012345678';

/** A moment of Monday, in the county. */
export const on = (time: string, day = '2026-09-14'): string =>
  `${day}T${time.length === 5 ? `${time}:00` : time}+08:00`;
const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();

let count = 0;

/** A record of a call that nobody answers for 20 seconds. */
export function missedLeg(ringAt: string, changes: Partial<Leg> = {}): Leg {
  count += 1;
  return {
    cdrNo: `R${count}`,
    callRef: `C${count}`,
    lineNo: line,
    direction: 'IN',
    callerNumber: zhang,
    calledNumber: line,
    hop: 1,
    ringAt,
    answerAt: null,
    endAt: later(ringAt, 20),
    cause: 'NO_ANSWER',
    ...changes,
  };
}

export const answeredLeg = (ringAt: string, changes: Partial<Leg> = {}): Leg =>
  missedLeg(ringAt, { answerAt: later(ringAt, 6), endAt: later(ringAt, 90), cause: 'NORMAL', ...changes });

/** A record of the office ringing somebody. */
export const dialled = (ringAt: string, answered: boolean, changes: Partial<Leg> = {}): Leg =>
  (answered ? answeredLeg : missedLeg)(ringAt, {
    direction: 'OUT',
    callerNumber: line,
    calledNumber: zhang,
    ...changes,
  });

export const callFields = `id callRef lineNo callerMasked outcome state answeredAt waitSeconds classification urgent version
  shift { id } ownerOrg { id } allowedActions notes { classification summary } legs { cdrNo hop }
  callback { id end dueAt closedAt allowedActions version calls { callRef } attempts { result } }`;

export const taskFields =
  'id end dueAt openedAt closedAt firstAttemptAt overdue escalatedTo escalatedToPeople { id } closeReason version callerMasked calls { callRef } attempts { at result }';

/** What the exchange's collector does over and over. */
export function theExchange(window: Window) {
  const { act, ask, people, orgs, service } = window;
  return {
    /** Sends records as the collector; answers `recorded` and `refused`. */
    send: (legs: readonly Leg[], as: Viewer = people.importer) =>
      act(
        'importCdr',
        { legs: [...legs] },
        as,
        'recorded calls { callRef } refused { cdrNo code } resettled { call { callRef } from to }',
      ),
    call: async (callRef: string, as: Viewer = people.dutyOfficer) =>
      (await ask(`query ($callRef: String!) { callByRef(callRef: $callRef) { ${callFields} } }`, { callRef }, as))
        .callByRef,
    open: async (asOf: string | null = null, as: Viewer = people.dutyOfficer) =>
      (await ask(`query ($asOf: DateTime) { openCallbacks(asOf: $asOf) { nodes { ${taskFields} } } }`, { asOf }, as))
        .openCallbacks.nodes,
    equation: async (as: Viewer = people.dutyOfficer) =>
      (
        await ask(
          'query ($orgId: ID!) { callReconciliation(orgId: $orgId) { shift { id } lineNo calls answered callbackCovered spam exchangeCalls missing balanced } }',
          { orgId: orgs.governmentOffice.id },
          as,
        )
      ).callReconciliation,
    /** A shift of the county's duty room. */
    async shift(start: string, end: string, roster: { line?: string | null; orgId?: string; shiftId?: string } = {}) {
      const { orgId = orgs.governmentOffice.id, shiftId = systemIds.next('shf') } = roster;
      const rosterId = systemIds.next('rst');
      await service.deliver(rosterPublished, rosterId, {
        rosterId,
        orgId,
        from: start,
        to: end,
        shifts: [
          {
            shiftId,
            start,
            end,
            leaderId: people.leader.personId,
            officerIds: [people.dutyOfficer.personId],
            backupId: null,
            line: roster.line === undefined ? line : roster.line,
          },
        ],
      });
      return shiftId;
    },
    /** Ids of callbacks announced by an event. */
    announced: async (type: string) =>
      (await service.events(`reception.${type}.v1`)).map(({ data }) => data as Record<string, unknown>),
  };
}

/** Runs a timer of the service by its name, as the clock would. */
export async function runTimer({ service }: Window, name: string): Promise<void> {
  const timer = reception.start(service.kit).timers?.find((known) => known.name === name);
  if (!timer) throw new Error(`no timer ${name}`);
  await service.kit.transact(timer.run);
}
