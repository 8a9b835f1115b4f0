import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { defineWorkflow, role } from '@chengqi/service-kit';
import type { BlockAction, BlockedVisitor, BlockStatus } from './blocked-visitor.ts';

/** Who closes the doors of a unit to a visitor, and opens them again. */
export const blockingRoles = ['OFFICE_DIRECTOR', 'SAFETY_OFFICER'] as const;

/** Who is told whom a unit does not let in. */
export const blockReadingRoles = ['WINDOW', ...blockingRoles] as const;

const wording = { states: words.values.BlockedVisitorState, actions: words.values.BlockedVisitorAction };

export const blockWorkflow = defineWorkflow<BlockedVisitor, BlockStatus, BlockAction>(wording, [
  { from: 'ACTIVE', action: 'LIFT', to: 'LIFTED', roles: blockingRoles.map((name) => role(name)) },
]);

export const blockAccess: Access<BlockedVisitor, BlockStatus, BlockAction> = {
  type: 'BlockedVisitor',
  roles: blockReadingRoles,
  workflow: blockWorkflow,
};

export const lift = (
  _: BlockedVisitor,
  { to, by, at }: Act<BlockStatus>,
  liftReason: string,
): Decision<BlockedVisitor> => ({
  changes: { status: to, liftedAt: at, liftedById: by, liftReason },
  events: [],
});
