import type { Data } from '../client.ts';
import type { PatientClient as Client } from './patient-client.ts';

export interface Player {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly posts: readonly {
    roles: string[];
    orgId: string | null;
    orgPath: string | null;
    scopePath: string | null;
  }[];
}

export interface Org {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly path: string;
  readonly docCodes: string[];
  readonly sites: { id: string; name: string }[];
}

export interface Wanted {
  /** The org that the role must reach; any when left out. */
  readonly over?: Org;
  /** The org that the post itself must be in or under. */
  readonly inside?: Org;
  readonly outside?: Org;
  readonly not?: readonly Player[];
  readonly also?: string;
}

const page = 100;

async function all(client: Client, field: string, selection: string): Promise<Data[]> {
  const nodes: Data[] = [];
  for (let after: string | null = null; ; ) {
    const data: Data = await client.run(
      'admin',
      `query ($after: String) { ${field}(first: ${page}, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    nodes.push(...data[field].nodes);
    if (!data[field].pageInfo.hasNextPage) return nodes;
    after = data[field].pageInfo.endCursor;
  }
}

/** Who may play which part: read from the directory, so that it works in any county. */
export async function readCast(client: Client) {
  const [orgNodes, peopleNodes] = await Promise.all([
    all(client, 'orgs', 'id code name level path docCodes active sites { id name }'),
    all(client, 'people', 'id staffNo name active posts { roles org { id path } scope { path } }'),
  ]);
  const orgs: Org[] = orgNodes.filter(({ active }) => active);
  const players: Player[] = peopleNodes
    .filter(({ active }) => active)
    .map(({ id, staffNo, name, posts }) => ({
      id,
      staffNo,
      name,
      posts: posts.map(({ roles, org, scope }: Data) => ({
        roles,
        orgId: org?.id ?? null,
        orgPath: org?.path ?? null,
        scopePath: scope?.path ?? null,
      })),
    }));

  const has = (player: Player, role: string, { over, inside, outside }: Wanted) =>
    player.posts.some(
      ({ roles, orgPath, scopePath }) =>
        roles.includes(role) &&
        orgPath !== null &&
        (!over || (scopePath !== null && over.path.startsWith(scopePath))) &&
        (!inside || orgPath.startsWith(inside.path)) &&
        (!outside || !orgPath.startsWith(outside.path)),
    );

  const seek = (role: string, wanted: Wanted = {}): Player | null =>
    players.find(
      (player) =>
        has(player, role, wanted) &&
        !(wanted.not ?? []).some(({ id }) => id === player.id) &&
        (!wanted.also || player.posts.some(({ roles }) => roles.includes(wanted.also ?? ''))),
    ) ?? null;

  /** Somebody who holds two roles that the office keeps apart. */
  const withBoth = (role: string, where: Wanted, other: string, there: Wanted): Player | null =>
    players.find((player) => has(player, role, where) && has(player, other, there)) ?? null;

  const find = (role: string, wanted: Wanted = {}): Player => {
    const found = seek(role, wanted);
    if (!found)
      throw new Error(`this county has nobody to act as ${role}${wanted.over ? ` for ${wanted.over.name}` : ''}`);
    return found;
  };

  const player = (id: string): Player => {
    const found = players.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`the directory does not know ${id}`);
    return found;
  };

  const org = (id: string): Org => {
    const found = orgs.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`the directory does not know ${id}`);
    return found;
  };

  return { orgs, players, seek, withBoth, find, player, org };
}

export type Cast = Awaited<ReturnType<typeof readCast>>;
