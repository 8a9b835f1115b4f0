import type { Data } from '@chengqi/stack';
import type { Branch } from './selections.ts';

export interface Thing {
  readonly type: string;
  /** Undefined where only its name was asked for. */
  readonly id: string | undefined;
}

/** What one field of one thing led to. */
export interface Shown {
  /** From the thing: `petition.reviewOrg`. */
  readonly path: string;
  readonly source: Thing;
  readonly branch: Branch;
  readonly things: readonly Thing[];
  readonly totalCount: number | null | undefined;
  /** Whether the path leads through a list of rows without an id, so that no row tells what belongs where. */
  readonly isBlurred: boolean;
}

/** Everything that an answer shows, part by part; what was refused or has no answer shows nothing. */
export function shownIn(data: Data, branches: readonly Branch[], source: Thing): Shown[] {
  return branches.flatMap((each) => walk(data?.[each.name], each, { source, prefix: '', isBlurred: false }));
}

interface Place {
  readonly source: Thing;
  readonly prefix: string;
  readonly isBlurred: boolean;
}

/** What one field answered, and what the parts in it lead to. */
export function walk(value: Data, branch: Branch, { source, prefix, isBlurred }: Place): Shown[] {
  const path = `${prefix}${branch.name}`;
  const listed: Data = branch.isPaged ? value?.nodes : value;
  const rows: Data[] = (Array.isArray(listed) ? listed : [listed]).filter((row) => row != null);
  const things = rows.map((row) => ({ type: row.__typename as string, id: row.id as string | undefined }));
  const isReference = branch.hasId || branch.isUnion;
  const own: Shown[] = isReference
    ? [{ path, source, branch, things, isBlurred, totalCount: branch.isPaged ? value?.totalCount : undefined }]
    : [];
  const parts = rows.flatMap((row) => {
    const place = branch.hasId
      ? { source: { type: row.__typename, id: row.id }, prefix: '', isBlurred: false }
      : { source, prefix: `${path}.`, isBlurred: isBlurred || branch.isMany };
    return branch.inner.flatMap((each) => walk(row[each.name], each, place));
  });
  return [...own, ...parts];
}
