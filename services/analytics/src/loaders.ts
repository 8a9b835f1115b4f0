import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import DataLoader from 'dataloader';
import { lineagesOf } from './lineage/lineages.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** Look-ups of one request: the same statements for all that a level of the query asks. */
export function createLoaders(request: Request, foundation: Foundation) {
  return { lineage: new DataLoader((ids: readonly string[]) => lineagesOf(foundation, request, ids)) };
}
