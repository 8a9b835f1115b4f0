import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { rosterWorkflow, shiftWorkflow } from '../src/duty/duty.workflow.ts';
import { hazardWorkflow } from '../src/hazards/hazard.workflow.ts';

const hazard = {
  level: 'MAJOR',
  listed: false,
  siteOrgId: 'org_site',
  responsibleOrgId: 'org_responsible',
  recheckerId: 'psn_rechecker',
  rectifierIds: ['psn_rectifier'],
  plan: { responsibleId: 'psn_responsible', submittedById: 'psn_submitter' } as never,
} as const;

const faults = {
  rosterWorkflow: standInFaults(rosterWorkflow, [{}]),
  shiftWorkflow: standInFaults(shiftWorkflow, [{ leaderId: 'psn_leader', officerIds: ['psn_officer'] }]),
  hazardWorkflow: standInFaults(hazardWorkflow, [hazard, { ...hazard, listed: true }]),
};

describe('O-9: every row of the tables of security', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
