import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { consolidationWorkflow } from '../src/consolidation/consolidation.workflow.ts';
import { coordinationWorkflow } from '../src/coordination/coordination.workflow.ts';
import { topicWorkflow } from '../src/focus/focus-topic.workflow.ts';
import { expectationWorkflow, gapWorkflow } from '../src/gaps/gap.workflow.ts';
import type { ItemDossier } from '../src/items/item.ts';
import { itemWorkflow } from '../src/items/item.workflow.ts';
import { submissionWorkflow } from '../src/reporting/submission.workflow.ts';

/** Both parts in the one state, the first of them leading; the second is or was disputed. */
const dossier = (state: 'SENT' | 'WORKING' | 'DISPUTED', weight: ItemDossier['weight']): Partial<ItemDossier> => ({
  weight,
  leaderId: 'psn_leader',
  registeredById: null,
  registrarLeft: false,
  workerIds: ['psn_worker'],
  assignments: [
    { orgId: 'org_lead', lead: true, state, handlerId: 'psn_handler', dispute: null },
    { orgId: 'org_co', lead: false, state, handlerId: null, dispute: { raisedById: 'psn_disputing' } },
  ] as never,
  notices: [{ toOrgId: 'org_co', answeredAt: null }] as never,
  extensions: [{ decision: 'PENDING', requestedById: 'psn_asking' }] as never,
});
const weights = ['NORMAL', 'MAJOR'] as const;
const registered = { registeredById: 'psn_registrar' };
const parties = [{ orgId: 'org_party' }] as never;

const faults = {
  consolidationWorkflow: standInFaults(consolidationWorkflow, [{}]),
  coordinationWorkflow: standInFaults(
    coordinationWorkflow,
    (['DEPUTY_LEADER', 'PRINCIPAL'] as const).map((level) => ({ level, parties, requesterOrgId: 'org_requester' })),
  ),
  expectationWorkflow: standInFaults(expectationWorkflow, [{}]),
  gapWorkflow: standInFaults(gapWorkflow, [{ expectingOrgId: 'org_expecting' }]),
  topicWorkflow: standInFaults(topicWorkflow, [{}]),
  itemWorkflow: standInFaults(
    itemWorkflow,
    weights.flatMap((weight) =>
      (['SENT', 'WORKING', 'DISPUTED'] as const).flatMap((state) => [
        dossier(state, weight),
        { ...dossier(state, weight), ...registered },
      ]),
    ),
  ),
  submissionWorkflow: standInFaults(submissionWorkflow, [{ collectorOrgId: 'org_collector' }]),
};

describe('O-9: every row of the tables of supervision', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
