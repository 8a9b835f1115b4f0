import { type Among, amongTallied, foldedCode } from '@chengqi/office-kernel';
import type { DocumentKind } from '@chengqi/schemas/events/documents';
import { held, type Request } from '@chengqi/service-kit';
import { Brackets, type EntityManager, IsNull, Not, type SelectQueryBuilder } from 'typeorm';
import type { DocumentDimension } from '../generated/graphql.ts';
import { DocumentEntity } from './document.entity.ts';
import type { Document, DocumentAction, DocumentState } from './document.ts';
import { documentWorkflow } from './document.workflow.ts';

export interface DocumentFilter {
  readonly kind?: DocumentKind | null | undefined;
  readonly state?: DocumentState | null | undefined;
  readonly states?: readonly DocumentState[] | null | undefined;
  readonly org?: string | null | undefined;
  readonly docNumber?: string | null | undefined;
  readonly draftNo?: string | null | undefined;
  readonly signedAt?:
    | { readonly gte?: Date | string | null | undefined; readonly lt?: Date | string | null | undefined }
    | null
    | undefined;
}

/** By what documents are counted: a column of theirs. */
export const documentDimensions = {
  STATE: 'status',
  KIND: 'kind',
  ORG: 'ownerOrgId',
  URGENCY: 'urgency',
} as const satisfies Record<DocumentDimension, keyof Document>;

/** What documents are tallied by, beside owner and level. */
export const talliedDocuments = ['status', 'kind', 'urgency'] as const satisfies readonly (keyof Document)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongDocuments({ kind, state, states, org, ...others }: DocumentFilter): Among<Document> | null {
  const values: Among<Document> = {
    status: state ? (states ?? [state]).filter((each) => each === state) : states,
    kind: kind ? [kind] : null,
    ownerOrgId: org ? [org] : null,
  };
  return amongTallied(values, others);
}

export type DocumentStage = 'SIGNOFF' | 'RECHECK' | 'REGISTER' | 'PRINT' | 'ISSUE' | 'FILE';

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function documentsWhere(manager: EntityManager, where: DocumentFilter): SelectQueryBuilder<Document> {
  const query = manager.getRepository(DocumentEntity).createQueryBuilder('d');
  const { kind, state, states, org, docNumber, draftNo, signedAt } = where;
  if (kind) query.andWhere('d.kind = :kind', { kind });
  if (state) query.andWhere('d.status = :state', { state });
  if (states) query.andWhere(states.length > 0 ? 'd.status IN (:...states)' : '1 = 0', { states });
  if (org) query.andWhere('d.ownerOrgId = :org', { org });
  if (docNumber) query.andWhere('d.docNumber = :docNumber', { docNumber: foldedCode(docNumber) });
  if (draftNo) query.andWhere('d.draftNo = :draftNo', { draftNo: foldedCode(draftNo) });
  if (signedAt?.gte) query.andWhere('d.signedAt >= :signedFrom', { signedFrom: new Date(signedAt.gte) });
  if (signedAt?.lt) query.andWhere('d.signedAt < :signedBefore', { signedBefore: new Date(signedAt.lt) });
  return query;
}

/** Live ones that wait to be filed. */
export const unfiledDocuments = (manager: EntityManager) =>
  documentsWhere(manager, { states: ['CLOSED', 'VOIDED'] }).andWhere(
    '(d.importedAt IS NULL OR d.openedAt IS NOT NULL)',
  );

/** One sequence of numbers, by serial. */
export const documentsOfSequence = (manager: EntityManager, org: string, docCode: string, year: number) =>
  documentsWhere(manager, { org })
    .andWhere('d.docCode = :docCode AND d.year = :year', { docCode: foldedCode(docCode), year })
    .orderBy('d.serial', 'ASC');

const stages: Record<DocumentStage, DocumentAction> = {
  SIGNOFF: 'ENTER_SIGNED',
  RECHECK: 'RECHECK',
  REGISTER: 'REGISTER',
  PRINT: 'SEAL_AND_PRINT',
  ISSUE: 'ISSUE',
  FILE: 'FILE',
};

/** Documents in a state whose next act the viewer's posts allow; null when there can be none. */
export async function documentsInQueue(
  manager: EntityManager,
  { actor, viewer }: Request,
  stage: DocumentStage | null,
  states: readonly DocumentState[] | null,
): Promise<SelectQueryBuilder<Document> | null> {
  const actions = stage === null ? Object.values(stages) : [stages[stage]];
  const waiting = actions.map((action) => waitingFor(action));
  const owners = await ownersOf(
    manager,
    waiting.flatMap(({ states }) => states),
  );
  const open = waiting
    .map((place) => ({
      ...place,
      orgs: owners.filter((org) => place.roles.some((role) => actor.holds(role, org))),
    }))
    .filter(({ orgs }) => orgs.length > 0);
  if (open.length === 0) return null;
  const query = documentsWhere(manager, {});
  if (states) query.andWhere(states.length > 0 ? 'd.status IN (:...only)' : '1 = 0', { only: states });
  return query.andWhere(
    new Brackets((any) => {
      for (const [at, place] of open.entries()) any.orWhere(inPlace(place, at, viewer.personId));
    }),
  );
}

function waitingFor(action: DocumentAction) {
  const rows = documentWorkflow.rows.filter((row) => row.action === action);
  const states = [...new Set(rows.flatMap(({ from }) => from))];
  return { action, states, roles: rows.flatMap((row) => row.roles.flatMap(({ role }) => role ?? [])) };
}

async function ownersOf(manager: EntityManager, states: readonly DocumentState[]): Promise<string[]> {
  const rows = await manager
    .getRepository(DocumentEntity)
    .createQueryBuilder('d')
    .select('DISTINCT d.ownerOrgId', 'org')
    .where('d.status IN (:...states)', { states })
    .getRawMany<{ org: string }>();
  return rows.map(({ org }) => org);
}

interface Place extends ReturnType<typeof waitingFor> {
  readonly orgs: readonly string[];
}

/** Nobody finds an own draft in the queue of the recheck (DOC-3); minutes are signed anew in the meeting that made them. */
const inPlace = ({ action, states, orgs }: Place, at: number, self: string | null) =>
  new Brackets((all) => {
    all.where(`d.status IN (:...states${at})`, { [`states${at}`]: states });
    all.andWhere(`d.ownerOrgId IN (:...orgs${at})`, { [`orgs${at}`]: orgs });
    if (action === 'ENTER_SIGNED') all.andWhere('d.originId IS NULL');
    if (action !== 'RECHECK' && action !== 'ENTER_SIGNED') return;
    all.andWhere(`COALESCE(d.drafterId, '') <> :self AND COALESCE(d.reviewerId, '') <> :self`, { self });
  });

/** For update where the engine has row locks; SQLite has one writer. Only for acts of the system: it asks no viewer. */
export const lockDocument = (manager: EntityManager, id: string): Promise<Document | null> =>
  held(documentsWhere(manager, {}).where('d.id = :id', { id })).getOne();

export const documentByOrigin = (manager: EntityManager, originType: 'Minutes', originId: string) =>
  manager.getRepository(DocumentEntity).findOneBy({ originType, originId });

/** Documents whose text an event could not carry and nobody has fetched yet; the newest first, so that one that never comes holds up no other. */
export const documentsWithoutText = (manager: EntityManager, limit: number): Promise<Document[]> =>
  manager
    .getRepository(DocumentEntity)
    .find({ where: { signedDigest: IsNull(), originId: Not(IsNull()) }, order: { createdAt: 'DESC' }, take: limit });
