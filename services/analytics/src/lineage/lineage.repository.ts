import { type Foundation, isAbove, opensContent } from '@chengqi/office-kernel';
import type { Request, Viewer } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { LineageNodeEntity } from './lineage.entity.ts';
import { type LineageNode, type LineageType, lineageTypes, type SeenNode } from './lineage.ts';

/** Roles of the owners' transition tables: above INTERNAL only these open what their scope covers. */
const meetingRoles = ['MEETING_SECRETARY', 'CHAIR', 'OFFICE_DIRECTOR'];
const receptionRoles = ['WINDOW', 'DUTY_OFFICER', 'DUTY_LEADER', 'CASE_OFFICER', 'ORG_HEAD', 'SUPERVISOR'];
const roles: Readonly<Record<LineageType, readonly string[]>> = {
  CALL: receptionRoles,
  SERVICE_CASE: receptionRoles,
  RATING: receptionRoles,
  HAZARD: ['SAFETY_OFFICER', 'INSPECTOR', 'RECTIFIER', 'ORG_HEAD', 'SIGNER'],
  MEETING: meetingRoles,
  MINUTES: meetingRoles,
  RESOLUTION: meetingRoles,
  DOCUMENT: ['REGISTRAR', 'OFFICE_DIRECTOR', 'ARCHIVIST'],
  ARCHIVE_RECORD: ['ARCHIVIST'],
  SUPERVISION_ITEM: ['SUPERVISOR', 'OFFICE_DIRECTOR', 'LEADER', 'SIGNER', 'ORG_HEAD', 'HANDLER'],
};

type Office = Pick<Foundation, 'office'>;

interface Condition {
  readonly sql: string;
  readonly params: Record<string, unknown>;
}

/** Whether any post opens content at all; analysts, auditors, importers and administration follow no chains (A-5). */
export const followsChains = ({ kind, posts }: Viewer): boolean => kind === 'person' && posts.some(opensContent);

/** The read rule over nodes, each type by its owner's roles; of these types alone. */
export const nodeRule = ({ office }: Office, viewer: Viewer, alias: string, types = lineageTypes): Condition =>
  byType(alias, types, (type) => office.visible(viewer, columnsOf(alias, type)));

/** The same for codes and states, which importers may read back of history. */
export const codeRule = ({ office }: Office, viewer: Viewer, alias: string, types = lineageTypes): Condition => {
  const read = followsChains(viewer) ? nodeRule({ office }, viewer, alias, types) : nothing;
  const history = byType(alias, types, (type) => office.countable(viewer, columnsOf(alias, type)));
  return {
    sql: `(${read.sql} OR (${alias}.imported = 1 AND ${history.sql}))`,
    params: { ...read.params, ...history.params },
  };
};

const nothing: Condition = { sql: '1 = 0', params: {} };
const columnsOf = (alias: string, type: LineageType) => ({ alias, roles: roles[type] });

/** Types with the same roles share one term. */
function byType(alias: string, types: readonly LineageType[], rule: (type: LineageType) => Condition): Condition {
  const groups = Map.groupBy(types, (type) => roles[type]);
  const terms = [...groups.values()].map((alike) => {
    const { sql, params } = rule(alike[0] as LineageType);
    return { sql: `(${alias}.type IN (${alike.map((type) => `'${type}'`).join()}) AND ${sql})`, params };
  });
  return {
    sql: `(${terms.map(({ sql }) => sql).join(' OR ')})`,
    params: Object.assign({}, ...terms.map(({ params }) => params)) as Record<string, unknown>,
  };
}

/** Nodes that have begun and that the rule opens; one statement. */
export async function readNodes(
  manager: EntityManager,
  rule: (alias: string) => Condition,
  ids: readonly string[],
): Promise<Map<string, SeenNode>> {
  if (ids.length === 0) return new Map();
  const { sql, params } = rule('n');
  const nodes = await manager
    .getRepository<LineageNode>(LineageNodeEntity)
    .createQueryBuilder('n')
    .where('n.id IN (:...ids)', { ids })
    .andWhere('n.type IS NOT NULL')
    .andWhere(sql, params)
    .getMany();
  return new Map(nodes.map((node) => [node.id, node as SeenNode]));
}

/** Whoever sees that something above INTERNAL is there has read it. */
export async function recordSecretReads(
  { office }: Foundation,
  request: Request,
  nodes: readonly Pick<LineageNode, 'id' | 'secrecyLevel'>[],
): Promise<void> {
  const secret = nodes.filter(({ secrecyLevel }) => secrecyLevel !== null && isAbove(secrecyLevel, 'INTERNAL'));
  if (secret.length > 0) await office.recordReads(request, [...new Set(secret.map(({ id }) => id))]);
}

/** The same of things that are told by their ids alone; one statement for who may read above INTERNAL, none for others. */
export async function recordReadsOf(foundation: Foundation, request: Request, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !isAbove(request.viewer.clearance, 'INTERNAL')) return;
  const nodes = await foundation.kit.db.read
    .getRepository<LineageNode>(LineageNodeEntity)
    .find({ select: { id: true, secrecyLevel: true }, where: { id: In([...ids]) } });
  await recordSecretReads(foundation, request, nodes);
}
