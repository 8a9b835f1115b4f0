import type { Viewer } from '@chengqi/service-kit';
import type { TestService } from '@chengqi/service-kit/testing';

/** A searched list of the contract, and its counts under the same conditions. */
export interface SearchedList {
  readonly list: string;
  readonly counts: string;
  readonly filter: string;
  /** What parts the counts. */
  readonly by: string;
}

export interface FoundByWords {
  readonly ids: string[];
  /** What was found in each row, as a person sees it: the field, and the text with the words in brackets. */
  readonly highlights: string[];
  /** The code of the refusal; null when the search was answered. */
  readonly refused: string | null;
}

interface FoundEdge {
  readonly node: { readonly id: string };
  readonly highlights: readonly {
    readonly field: string;
    readonly parts: readonly { readonly text: string; readonly found: boolean }[];
  }[];
}

/** Asks a list for words. @throws Error when page, total and counts do not agree. */
export function searching({ execute }: Pick<TestService, 'execute'>, { list, counts, filter, by }: SearchedList) {
  const query = `query ($where: ${filter}) {
    ${list}(where: $where, first: 100) { totalCount edges { node { id } highlights { field parts { text found } } } }
    ${counts}(by: ${by}, where: $where) { count }
  }`;
  return async (search: string, viewer: Viewer, where: object = {}): Promise<FoundByWords> => {
    const { data, errors } = await execute(query, { where: { ...where, search } }, viewer);
    if (errors) return { ids: [], highlights: [], refused: errors[0].extensions.code };
    const { totalCount, edges }: { totalCount: number; edges: readonly FoundEdge[] } = data[list];
    const parts: readonly { readonly count: number }[] = data[counts];
    const counted = parts.reduce((sum, { count }) => sum + count, 0);
    if (totalCount !== edges.length || counted !== edges.length)
      throw new Error(`${edges.length} on the page, ${totalCount} in all, ${counted} counted`);
    return {
      ids: edges.map(({ node }) => node.id),
      highlights: edges.flatMap(({ highlights }) =>
        highlights.map((each) => `${each.field}: ${each.parts.map(shown).join('')}`),
      ),
      refused: null,
    };
  };
}

const shown = ({ text, found }: { readonly text: string; readonly found: boolean }) => (found ? `[${text}]` : text);

/** The terms that are kept of a thing, in their order. */
export async function keptTerms({ db }: Pick<TestService, 'db'>, id: string): Promise<string[]> {
  const rows = await db.read.query<{ term: string }[]>('SELECT term FROM search_term WHERE subject_id = ?', [id]);
  return rows.map(({ term }) => term).sort();
}
