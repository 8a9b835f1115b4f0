import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { archiveWorkflow } from '../src/archive/archive-record.workflow.ts';
import { deliveryWorkflow } from '../src/deliveries/delivery.workflow.ts';
import { documentWorkflow } from '../src/outgoing/document.workflow.ts';

const faults = {
  archiveWorkflow: standInFaults(archiveWorkflow, [{}]),
  deliveryWorkflow: standInFaults(deliveryWorkflow, [{ issuedById: 'psn_issuer' }]),
  documentWorkflow: standInFaults(documentWorkflow, [
    { originId: null, drafterId: 'psn_drafter', reviewerId: 'psn_reviewer' },
  ]),
};

describe('O-9: every row of the tables of documents', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
