import type { Actor } from '@chengqi/service-kit';
import type { ArchiveRecord } from '../src/archive/archive-record.ts';
import { preFiled } from '../src/archive/pre-filing.ts';
import type { Delivery } from '../src/deliveries/delivery.ts';
import type { Document } from '../src/outgoing/document.ts';
import { digestOf } from '../src/signing/document-text.repository.ts';
import { newDocument } from '../src/signing/new-document.ts';

export const id = (prefix: string, n = 1): string => `${prefix}_${String(n).padStart(26, '0')}`;
export const at = new Date('2026-09-14T01:00:00Z');
export const issuer = id('org', 1);
export const recipient = id('org', 2);
export const drafter = id('psn', 1);
export const reviewer = id('psn', 2);
export const signer = id('psn', 3);
export const registrar = id('psn', 4);
const scan = 'a'.repeat(64);

export const aSignedText = (title = '关于开展安全检查的通知') =>
  ({
    title,
    digest: digestOf(title, null, scan),
    sourceDigest: scan,
    secrecyLevel: 'INTERNAL',
    urgency: 'NONE',
    drafterId: drafter,
    reviewerId: reviewer,
    signerId: signer,
    signedAt: at,
  }) as const;

export function aDocument(changes: Partial<Document> = {}): Document {
  const beginning = { id: id('doc'), at, kind: 'NOTICE', ownerOrgId: issuer, docCode: '霁政办发' } as const;
  const recipients = { mainRecipientIds: [recipient], ccRecipientIds: [] };
  return { ...newDocument({ ...beginning, ...recipients }, aSignedText()), ...changes };
}

export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    id: id('dlv'),
    status: 'SENT',
    version: 1,
    ownerOrgId: recipient,
    secrecyLevel: 'INTERNAL',
    createdAt: at,
    updatedAt: at,
    documentId: id('doc'),
    role: 'MAIN',
    issuedById: registrar,
    openedAt: null,
    answeredAt: null,
    answeredById: null,
    rejectReason: null,
    urgedCount: null,
    ...changes,
  };
}

const filedBy = new Date('2027-06-30T16:00:00Z');

export function aRecord(changes: Partial<ArchiveRecord> = {}): ArchiveRecord {
  const closed = { sourceType: 'Hazard', sourceId: id('haz'), ownerOrgId: issuer, secrecyLevel: 'INTERNAL' } as const;
  return {
    ...preFiled({ ...closed, title: '消防通道堵塞', recordDate: '2026-09-14', dueAt: filedBy }, id('arc'), at),
    ...changes,
  };
}

/** Somebody with roles over the given orgs, who belongs to the first of them. */
export const anActor = (roles: readonly string[], orgs: readonly string[] = [issuer], personId = registrar): Actor => ({
  personId,
  system: false,
  holds: (role, org) => roles.includes(role) && (org === null || orgs.includes(org)),
  belongsTo: (org) => orgs[0] === org,
});

/** The code of what a function refuses with; null when it does not refuse. */
export function refusalOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { rule?: string; field?: string } };
    return [code, details?.rule ?? details?.field].filter(Boolean).join(' ');
  }
}
