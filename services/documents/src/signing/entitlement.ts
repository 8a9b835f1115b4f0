import type { Office, PersonReplica } from '@chengqi/office-kernel';
import type { DocumentKind } from '@chengqi/schemas/events/documents';
import { badInput, separationOfDuties, type Transaction } from '@chengqi/service-kit';
import { principalKinds } from '../outgoing/document.ts';

interface Entry {
  readonly kind: DocumentKind;
  readonly issuingOrgId: string;
  readonly docCode: string;
  readonly drafterId: string;
  readonly reviewerId: string;
  readonly signerId: string;
}

/** DOC-1 asks for a code of the own, DOC-2 for an entitled signer, DOC-3 for different persons. */
export async function checkReferences(tx: Transaction, office: Office, input: Entry): Promise<void> {
  const { drafterId, reviewerId, signerId, issuingOrgId, docCode, kind } = input;
  const issuer = await office.orgs.require(tx, 'issuingOrgId', issuingOrgId);
  if (!issuer.docCodes.includes(docCode)) throw foreignCode();
  await office.people.require(tx, 'drafterId', drafterId);
  await office.people.require(tx, 'reviewerId', reviewerId);
  const signer = await office.people.require(tx, 'signerId', signerId);
  if (drafterId === reviewerId) {
    throw separationOfDuties({ en: 'Nobody reviews an own draft (DOC-3).', zh: '不得核稿本人拟稿（DOC-3）。' });
  }
  if (!maySign(signer, kind, [issuingOrgId, ...office.orgs.ancestors(issuingOrgId)])) {
    throw badInput('signerId', {
      en: 'This person may not sign such a document (DOC-2).',
      zh: '该人员无权签发此文件（DOC-2）。',
    });
  }
}

function maySign({ posts }: PersonReplica, kind: DocumentKind, covering: readonly string[]): boolean {
  const entitled = principalKinds.includes(kind) ? ['PRINCIPAL'] : ['SIGNER', 'PRINCIPAL'];
  return posts.some(
    ({ scopeOrgId, roles }) =>
      (scopeOrgId === null || covering.includes(scopeOrgId)) && roles.some((role) => entitled.includes(role)),
  );
}

const foreignCode = () =>
  badInput('docCode', {
    en: 'The code is not one of the issuing organisation (DOC-1).',
    zh: '该代字不属于发文机关（DOC-1）。',
  });
