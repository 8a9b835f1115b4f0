import type { Office } from '@chengqi/office-kernel';
import type { DocumentKind } from '@chengqi/schemas/events/documents';
import type { Request } from '@chengqi/service-kit';
import { Brackets, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { DocumentEntity } from './document.entity.ts';
import type { Document, DocumentAction, DocumentState } from './document.ts';
import { documentWorkflow } from './document.workflow.ts';

export interface DocumentFilter {
  readonly kind?: DocumentKind | null | undefined;
  readonly state?: DocumentState | null | undefined;
  readonly org?: string | null | undefined;
  readonly docNumber?: string | null | undefined;
  readonly signedAt?:
    | { readonly gte?: Date | string | null | undefined; readonly lt?: Date | string | null | undefined }
    | null
    | undefined;
}

export type DocumentStage = 'RECHECK' | 'REGISTER' | 'PRINT' | 'ISSUE' | 'FILE';

interface Scope {
  readonly manager: EntityManager;
  readonly office: Office;
  readonly request: Request;
}

/** Every query of documents starts here: what the viewer may not see is not there. */
function visibleDocuments({ manager, office, request }: Scope): SelectQueryBuilder<Document> {
  const { sql, params } = office.visible(request.viewer, { alias: 'd', roles: documentWorkflow.roles });
  return manager.getRepository(DocumentEntity).createQueryBuilder('d').where(sql, params);
}

export function documentsWhere(scope: Scope, where: DocumentFilter): SelectQueryBuilder<Document> {
  const query = visibleDocuments(scope);
  const { kind, state, org, docNumber, signedAt } = where;
  if (kind) query.andWhere('d.kind = :kind', { kind });
  if (state) query.andWhere('d.status = :state', { state });
  if (org) query.andWhere('d.ownerOrgId = :org', { org });
  if (docNumber) query.andWhere('d.docNumber = :docNumber', { docNumber });
  if (signedAt?.gte) query.andWhere('d.signedAt >= :signedFrom', { signedFrom: new Date(signedAt.gte) });
  if (signedAt?.lt) query.andWhere('d.signedAt < :signedBefore', { signedBefore: new Date(signedAt.lt) });
  return query;
}

export const documentByNumber = (scope: Scope, org: string, docNumber: string): Promise<Document | null> =>
  documentsWhere(scope, { org, docNumber }).getOne();

/** Numbers of one sequence as they are stored, and the documents of it that the viewer may see. */
export async function documentsOfSequence(scope: Scope, org: string, docCode: string, year: number) {
  const given = await scope.manager
    .getRepository(DocumentEntity)
    .find({ where: { ownerOrgId: org, docCode, year }, select: { id: true, serial: true } });
  const visible = await documentsWhere(scope, { org })
    .andWhere('d.docCode = :docCode AND d.year = :year', { docCode, year })
    .orderBy('d.serial', 'ASC')
    .getMany();
  return { serials: given.flatMap(({ serial }) => serial ?? []), visible };
}

const stages: Record<DocumentStage, DocumentAction> = {
  RECHECK: 'RECHECK',
  REGISTER: 'REGISTER',
  PRINT: 'SEAL_AND_PRINT',
  ISSUE: 'ISSUE',
  FILE: 'FILE',
};

/** Documents in a state whose next act the viewer's posts allow; null when there can be none. */
export async function documentsInQueue(
  scope: Scope,
  stage: DocumentStage | null,
): Promise<SelectQueryBuilder<Document> | null> {
  const actions = stage === null ? Object.values(stages) : [stages[stage]];
  const waiting = actions.map((action) => waitingFor(action));
  const owners = await ownersOf(
    scope.manager,
    waiting.flatMap(({ states }) => states),
  );
  const open = waiting
    .map((place) => ({
      ...place,
      orgs: owners.filter((org) => place.roles.some((role) => scope.request.actor.holds(role, org))),
    }))
    .filter(({ orgs }) => orgs.length > 0);
  if (open.length === 0) return null;
  return visibleDocuments(scope).andWhere(
    new Brackets((any) => {
      for (const [at, place] of open.entries()) any.orWhere(inPlace(place, at, scope.request));
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

/** Nobody finds an own draft in the queue of the recheck (DOC-3). */
const inPlace = ({ action, states, orgs }: Place, at: number, { viewer }: Request) =>
  new Brackets((all) => {
    all.where(`d.status IN (:...states${at})`, { [`states${at}`]: states });
    all.andWhere(`d.ownerOrgId IN (:...orgs${at})`, { [`orgs${at}`]: orgs });
    if (action !== 'RECHECK') return;
    all.andWhere('d.drafterId <> :self AND d.reviewerId <> :self', { self: viewer.personId });
  });
