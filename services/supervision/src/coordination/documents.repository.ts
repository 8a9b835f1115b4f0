import type { SecrecyLevel } from '@chengqi/schemas';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { CoordinatedDocument } from './request.workflow.ts';

/** Documents that the viewer may read, by their owner's rule. Call it outside transactions. */
export const readableDocuments = (
  { readableBy }: Pick<ServiceKit, 'readableBy'>,
  { viewer }: Request,
  ids: readonly string[],
): Promise<ReadonlySet<string>> =>
  readableBy(
    viewer,
    'documents',
    ids.map((id) => ({ __typename: 'Document', id })),
  );

/**
 * The document as it stands with its owner, which alone knows of drafts; null when it is hidden from the viewer or
 * absent. Call it outside transactions.
 */
export async function readableDocument(
  kit: Pick<ServiceKit, 'readableBy' | 'readAsSystem'>,
  request: Request,
  id: string,
): Promise<CoordinatedDocument | null> {
  if (!(await readableDocuments(kit, request, [id])).has(id)) return null;
  const references = [{ __typename: 'Document', id }];
  const [found] = await kit.readAsSystem('documents', references, 'state secrecyLevel ownerOrg { id }');
  if (!found) return null;
  const { state, secrecyLevel, ownerOrg } = found as {
    readonly state: string;
    readonly secrecyLevel: SecrecyLevel;
    readonly ownerOrg: { readonly id: string };
  };
  return { id, state, secrecyLevel, ownerOrgId: ownerOrg.id };
}
