import { describe, expect, it } from '@jest/globals';
import { at, id } from '../../test/builders.ts';
import { type CirculationMode, type CirculationState, circulationOf } from './circulation.ts';

const going = (mode: CirculationMode, ...states: CirculationState[]) =>
  circulationOf(
    states.map((status, index) => ({
      ...{ id: id('crr', index + 1), status, version: 1, ownerOrgId: id('org'), secrecyLevel: 'INTERNAL', mode },
      ...{
        createdAt: at,
        updatedAt: at,
        documentId: id('inc'),
        circulationNo: String(index),
        sentAt: at,
        readAt: null,
      },
      ...{ readerOrder: index + 1, readerId: id('psn', index + 1), opinion: null },
    })),
  );

describe('DOC-9: a circulation', () => {
  it('of nobody is none', () => {
    expect(going('SERIAL')).toBeNull();
  });

  it('is held by who has it and has not read it, where one reads after the other', () => {
    expect(going('SERIAL', 'READ', 'SENT', 'WAITING')?.holderId).toBe(id('psn', 2));
    expect(going('SERIAL', 'READ', 'READ')?.holderId).toBeNull();
    expect(going('PARALLEL', 'SENT', 'SENT')?.holderId).toBeNull();
  });

  it('is complete when everybody has read or was passed over', () => {
    expect(going('SERIAL', 'READ', 'SKIPPED_WITH_REASON')?.complete).toBe(true);
    expect(going('PARALLEL', 'READ', 'SENT')?.complete).toBe(false);
    expect(going('SERIAL', 'READ', 'WAITING')?.complete).toBe(false);
  });
});
