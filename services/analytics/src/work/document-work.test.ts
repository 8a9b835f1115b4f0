import {
  documentIssued,
  documentNumbered,
  documentSigned,
  documentVoided,
  minutesRefused,
} from '@chengqi/schemas/events/documents';
import { systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { aMatter } from '../../test/matters.ts';

function aDocument() {
  const matter = aMatter(systemIds.next('doc'), { orgId: systemIds.next('org') });
  const documentId = matter.id;
  const [kind, docNumber] = ['NOTICE', '霁政办发〔2026〕1号'] as const;
  return {
    matter,
    signed: () => matter.hears(documentSigned, { documentId, kind }),
    refused: () => matter.hears(minutesRefused, { minutesId: systemIds.next('min'), documentId, reason: null }),
    numbered: () => matter.hears(documentNumbered, { documentId, kind, docNumber }),
    voided: () => matter.hears(documentVoided, { documentId, docNumber, reason: null }),
    issued: () =>
      matter.hears(documentIssued, {
        documentId,
        kind,
        docNumber,
        mainOrgIds: [],
        ccOrgIds: [],
        level: 'INTERNAL',
        urgency: 'NONE',
        origin: null,
      }),
  };
}

describe('work on an outgoing document', () => {
  it('is to be numbered and issued', () => {
    const document = aDocument();
    expect(document.signed()).toEqual(['NUMBER']);
    expect(document.numbered()).toEqual(['ISSUE']);
    expect(document.issued()).toEqual([]);
  });

  it('waits for nobody here while its text is with the signer again', () => {
    const document = aDocument();
    document.signed();
    expect(document.refused()).toEqual([]);
    expect(document.signed()).toEqual(['NUMBER']);
  });

  it('leaves a void number to the archive', () => {
    const document = aDocument();
    document.signed();
    document.numbered();
    expect(document.voided()).toEqual(['CATALOGUE']);
  });

  it('a document of which nothing was heard before asks for nothing', () => {
    const { refused, numbered, issued, voided } = aDocument();
    for (const act of [refused, numbered, issued, voided]) expect(act()).toEqual([]);
  });
});
