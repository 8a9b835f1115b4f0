import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { delegationWorkflow } from '../src/delegations/delegation.workflow.ts';
import { orgWorkflow } from '../src/orgs/org.workflow.ts';
import { personWorkflow } from '../src/people/person.workflow.ts';

const person = {
  id: 'psn_self',
  primaryOrgId: 'org_owner',
  proposedByIds: ['psn_proposer'],
  clearanceProposedById: 'psn_other_proposer',
};

const faults = {
  delegationWorkflow: standInFaults(delegationWorkflow, [{ fromId: 'psn_from', toId: 'psn_to' }]),
  orgWorkflow: standInFaults(orgWorkflow, [{}]),
  personWorkflow: standInFaults(personWorkflow, [person]),
};

describe('O-9: every row of the tables of directory', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
