import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { warningWorkflow } from '../src/warnings/warning.workflow.ts';

const faults = {
  warningWorkflow: standInFaults(warningWorkflow, [{}]),
};

describe('O-9: every row of the tables of analytics', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
