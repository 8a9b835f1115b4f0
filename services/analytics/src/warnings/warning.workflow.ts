import { type Access, type Act, isAbove, type Outcome } from '@chengqi/office-kernel';
import { type DomainEvent, words } from '@chengqi/schemas';
import { earlyWarningRaised } from '@chengqi/schemas/events/analytics';
import { defineWorkflow, role, system } from '@chengqi/service-kit';
import { entityNames } from '../lineage/lineage.ts';
import {
  type EarlyWarningAction,
  type EarlyWarningState,
  type WarningMark,
  type WarningOfUnit,
  warningId,
} from './warning.ts';

/** Who answers for what may go wrong in a unit: its head, and those who direct and supervise it. */
const answering = ['ORG_HEAD', 'OFFICE_DIRECTOR', 'SUPERVISOR'].map((name) =>
  role<WarningMark>(name, { of: ({ ownerOrgId }) => ownerOrgId || null }),
);

export const warningWorkflow = defineWorkflow<WarningMark, EarlyWarningState, EarlyWarningAction>(
  { states: words.values.EarlyWarningState, actions: words.values.EarlyWarningAction },
  [
    {
      ...{ from: ['NEW', 'SEEN'], action: 'ACKNOWLEDGE', to: 'SEEN', roles: answering },
      settled: ({ status }) => status === 'SEEN',
    },
    { from: ['NEW', 'SEEN'], action: 'ANSWER', to: 'ACTED', roles: answering },
    { from: ['NEW', 'SEEN'], action: 'DISMISS', to: 'DISMISSED', roles: answering },
    { from: ['SEEN', 'ACTED', 'DISMISSED'], action: 'LAPSE', to: 'NEW', roles: [system()] },
  ],
);

export const warningAccess: Access<WarningMark, EarlyWarningState, EarlyWarningAction> = {
  type: 'EarlyWarning',
  roles: warningWorkflow.roles,
  workflow: warningWorkflow,
};

type WarningAct = Act<EarlyWarningState>;

/** Who was first stays named. */
export const acknowledge = (mark: WarningMark, act: WarningAct, note: string | null): Outcome<WarningMark> =>
  mark.status === 'SEEN' ? { changes: null, events: [] } : settle(mark, act, note);

/** about what is above INTERNAL nothing is written here. */
export function settle({ secrecyLevel }: WarningMark, { to, by, at }: WarningAct, note: string | null) {
  const kept = isAbove(secrecyLevel, 'INTERNAL') ? null : note;
  const changes = { status: to, stateById: by, stateSince: at, note: kept };
  return { changes, events: [], reason: kept } satisfies Outcome<WarningMark>;
}

/** Its reason is gone: should it come back, nobody has answered for it yet. */
export const lapse = (_: WarningMark, { to }: WarningAct) =>
  ({
    changes: { status: to, stateById: null, stateSince: null, note: null },
    events: [],
  }) satisfies Outcome<WarningMark>;

/** What others are told of it: codes and moments alone, as secret as its subject. */
export function raise(found: WarningOfUnit, now: Date): DomainEvent {
  const { kind, score, orgId, subject, detail, dueAt, secrecyLevel } = found;
  const id = warningId(found);
  return earlyWarningRaised.create(
    { id, ownerOrgId: orgId, secrecyLevel },
    {
      ...{ warningId: id, kind, score, orgId, detail, at: now.toISOString() },
      subject: subject && { type: entityNames[subject.type], id: subject.id },
      dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
    },
  );
}
