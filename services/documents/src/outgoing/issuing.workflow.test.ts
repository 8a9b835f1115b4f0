import { systemActor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { aDocument, at, issuer, recipient, refusalOf, registrar } from '../../test/builders.ts';
import type { Document, DocumentState } from './document.ts';
import { register } from './document.workflow.ts';
import { closeWhenAnswered, sealAndPrint, voidNumbered } from './issuing.workflow.ts';

const act = (to: DocumentState) => ({ to, role: 'REGISTRAR', by: registrar, at });

describe('the rest of the chain', () => {
  it('numbers and announces', () => {
    const distribution = { mainRecipientIds: [recipient], ccRecipientIds: [] };
    const { changes, events } = register(aDocument({ status: 'RECHECKED' }), act('NUMBERED'), {
      year: 2026,
      serial: 17,
      distribution,
    });

    expect(changes).toMatchObject({ docNumber: '霁政办发〔2026〕17号', year: 2026, serial: 17, status: 'NUMBERED' });
    expect(events.map(({ contract }) => contract.type)).toEqual(['documents.DocumentNumbered.v1']);
  });

  it('sets the issuing seal, and none on minutes', () => {
    const print = (document: Document, sealOrgId: string | null) =>
      refusalOf(() => sealAndPrint(document, act('PRINTED'), { sealOrgId, copies: 3 }));

    expect(print(aDocument(), issuer)).toBeNull();
    expect(print(aDocument(), recipient)).toBe('BAD_USER_INPUT sealOrgId');
    expect(print(aDocument(), null)).toBe('BAD_USER_INPUT sealOrgId');
    expect(print(aDocument({ kind: 'MINUTES' }), null)).toBeNull();
    expect(print(aDocument({ kind: 'MINUTES' }), issuer)).toBe('BAD_USER_INPUT sealOrgId');
  });

  it('a voided document keeps its number (DOC-1)', () => {
    const { changes } = voidNumbered(
      aDocument({ status: 'NUMBERED', docNumber: '霁政办发〔2026〕1号', serial: 1 }),
      act('VOIDED'),
      '重复行文',
    );

    expect(Object.keys(changes)).toEqual(['status', 'voidedAt', 'voidReason']);
  });

  it('closes by itself with the last answer and not before', () => {
    const issued = (openDeliveries: number) => aDocument({ status: 'ISSUED', openDeliveries });

    expect(closeWhenAnswered(issued(1), systemActor, at)).toEqual({});
    expect(closeWhenAnswered(issued(0), systemActor, at)).toEqual({ status: 'CLOSED', closedAt: at });
  });
});
