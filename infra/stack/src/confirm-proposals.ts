import { createHash } from 'node:crypto';
import type { Data } from './client.ts';

type Ask = (query: string, variables: Record<string, unknown>) => Promise<Data>;

/** Whose proposals for whom are confirmed: nobody else's, whatever waits beside. */
export interface Proposals {
  readonly proposedBy: string;
  readonly staffNos: ReadonlySet<string>;
}

export interface Confirmed {
  readonly posts: number;
  readonly clearances: number;
}

/** A second person lets posts count, then clearances, which need a post's unit; what is confirmed already stays as it is. */
export async function confirmProposals(ask: Ask, ours: Proposals): Promise<Confirmed> {
  const posts = await allOf(ask, 'proposedPosts', 'id proposedBy { staffNo } person { staffNo }');
  const postIds = posts
    .filter(({ proposedBy, person }) => isOurs(ours, proposedBy, person.staffNo))
    .map(({ id }) => id as string);
  for (const ids of inParts(postIds)) await ask(confirmPost, { input: { postIds: ids, idempotencyKey: keyOf(ids) } });
  const people = await allOf(
    ask,
    'proposedClearances',
    'id version staffNo proposedClearance { proposedBy { staffNo } }',
  );
  const cleared = people.filter(({ staffNo, proposedClearance }) =>
    isOurs(ours, proposedClearance?.proposedBy, staffNo),
  );
  for (const part of inParts(cleared)) {
    // The same people may be proposed another clearance another day: the versions tell the two apart.
    const idempotencyKey = keyOf(part.map(({ id, version }) => `${id} ${version}`));
    await ask(confirmClearance, { input: { personIds: part.map(({ id }) => id), idempotencyKey } });
  }
  return { posts: postIds.length, clearances: cleared.length };
}

const confirmPost = 'mutation Confirm_Posts($input: ConfirmPostInput!) { confirmPost(input: $input) { posts { id } } }';
const confirmClearance =
  'mutation Confirm_Clearances($input: ConfirmClearanceInput!) { confirmClearance(input: $input) { people { id } } }';

const isOurs = ({ proposedBy, staffNos }: Proposals, proposer: Data, staffNo: string): boolean =>
  proposer?.staffNo === proposedBy && staffNos.has(staffNo);

const mostAtOnce = 500;

const inParts = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / mostAtOnce) }, (_, at) =>
    list.slice(at * mostAtOnce, (at + 1) * mostAtOnce),
  );

const keyOf = (ids: readonly string[]): string =>
  `confirm-${createHash('sha256').update(JSON.stringify(ids)).digest('hex').slice(0, 48)}`;

/** Every entry of a list, page by page. */
async function allOf(ask: Ask, list: string, fields: string): Promise<Data[]> {
  const found: Data[] = [];
  for (let after: string | null = null; ; ) {
    const data = await ask(
      `query Confirm_List($after: String) {
        list: ${list}(first: 100, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
      }`,
      { after },
    );
    found.push(...data.list.nodes);
    if (!data.list.pageInfo.hasNextPage) return found;
    after = data.list.pageInfo.endCursor;
  }
}
