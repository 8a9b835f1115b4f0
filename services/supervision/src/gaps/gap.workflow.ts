import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { gapFilled } from '@chengqi/schemas/events/supervision';
import { defineWorkflow, role, system } from '@chengqi/service-kit';
import type {
  CoverageExpectation,
  CoverageGap,
  ExpectationAction,
  ExpectationState,
  GapAction,
  GapState,
} from './gap.ts';

/** Who lays down what is expected. */
export const expectationMakers = ['OFFICE_DIRECTOR', 'SUPERVISOR'] as const;

export const expectationWorkflow = defineWorkflow<CoverageExpectation, ExpectationState, ExpectationAction>(
  { states: words.values.ExpectationState, actions: words.values.ExpectationAction },
  [{ from: 'ACTIVE', action: 'END', to: 'ENDED', roles: expectationMakers.map((maker) => role(maker)) }],
);

export const expectationAccess: Access<CoverageExpectation, ExpectationState, ExpectationAction> = {
  type: 'CoverageExpectation',
  roles: expectationWorkflow.roles,
  workflow: expectationWorkflow,
};

const expecting = { of: ({ expectingOrgId }: CoverageGap) => [expectingOrgId] };

/** The unit says why, or who expects it does; what comes late fills it all the same. */
export const gapWorkflow = defineWorkflow<CoverageGap, GapState, GapAction>(
  { states: words.values.GapState, actions: words.values.GapAction },
  [
    {
      from: 'OPEN',
      action: 'EXPLAIN',
      to: 'EXPLAINED',
      roles: [role('ORG_HEAD'), ...expectationMakers.map((maker) => role<CoverageGap>(maker, expecting))],
    },
    { from: ['OPEN', 'EXPLAINED'], action: 'FILL', to: 'FILLED', roles: [system()] },
  ],
);

export const gapAccess: Access<CoverageGap, GapState, GapAction> = {
  type: 'CoverageGap',
  roles: gapWorkflow.roles,
  workflow: gapWorkflow,
};

export const explainGap = (
  _: CoverageGap,
  { to, by, at }: Act<GapState>,
  explanation: string,
): Decision<CoverageGap> => ({
  changes: { status: to, explanation, explainedById: by, explainedAt: at },
  events: [],
});

export const fillGap = (found: CoverageGap, { to, at }: Act<GapState>, sourceId: string): Decision<CoverageGap> => ({
  changes: { status: to, filledById: sourceId, filledAt: at },
  events: [gapFilled.create(found, { ...cellOf(found), filledBy: sourceId, at: at.toISOString() })],
});

/** A gap as events name it. */
export const cellOf = ({ id: gapId, expectationId, kind, ownerOrgId: orgId, cellId, period }: CoverageGap) => ({
  ...{ gapId, expectationId, kind, orgId, period },
  siteId: kind === 'INSPECTION' ? cellId : null,
});
