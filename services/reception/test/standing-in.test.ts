import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { callbackWorkflow, callWorkflow } from '../src/calls/call.workflow.ts';
import { caseWorkflow } from '../src/cases/case.workflow.ts';
import { matterWorkflow } from '../src/matters/matter.workflow.ts';
import { ratingWorkflow } from '../src/ratings/rating.workflow.ts';
import { routingRuleWorkflow } from '../src/routing/routing-rule.workflow.ts';
import { blockWorkflow } from '../src/visits/blocked-visitor.workflow.ts';
import { visitWorkflow } from '../src/visits/visit.workflow.ts';

const serviceCase = {
  windowOrgId: 'org_window',
  ledgerOrgId: 'org_ledger',
  reviewOrgId: 'org_review',
  restricted: false,
  firstResponderId: 'psn_first',
  handedToId: 'psn_named',
  officerId: 'psn_officer',
  accusedPersonId: 'psn_accused',
  accusedOrgId: 'org_accused',
  answer: { draftedById: 'psn_drafter' } as never,
  opinions: [{ byId: 'psn_reviewer' }] as never,
};
const note = { classification: 'SPAM', spamApprovedById: null, officerId: 'psn_noting' };
const rating = { ratedIds: ['psn_rated'], insiderIds: ['psn_insider'] };

const faults = {
  callbackWorkflow: standInFaults(callbackWorkflow, [{}]),
  callWorkflow: standInFaults(callWorkflow, [{ notes: [note] as never }]),
  caseWorkflow: standInFaults(caseWorkflow, [serviceCase, { ...serviceCase, restricted: true }]),
  matterWorkflow: standInFaults(matterWorkflow, [{}]),
  ratingWorkflow: standInFaults(ratingWorkflow, [rating]),
  routingRuleWorkflow: standInFaults(routingRuleWorkflow, [{}]),
  blockWorkflow: standInFaults(blockWorkflow, [{}]),
  visitWorkflow: standInFaults(visitWorkflow, [{ siteOrgId: 'org_site', erasedAt: null }]),
};

describe('O-9: every row of the tables of reception', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
