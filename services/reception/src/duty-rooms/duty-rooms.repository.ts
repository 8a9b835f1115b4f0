import { type Request, referenceUnknown } from '@chengqi/service-kit';
import { type EntityManager, In, IsNull, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { PhoneLineEntity, ShiftReplicaEntity } from '../calls/call.entity.ts';
import { neighbourhood, type Placement, placeRing, type ShiftReplica } from './placement.ts';

interface Ring {
  readonly lineNo: string;
  readonly ringAt: Date;
}

export interface Place extends Placement {
  /** The duty room that answers the line has rosters: a ring in no shift is an alarm. */
  readonly watched: boolean;
}

/** Where each ring belongs, by the rosters and lines known now. */
export async function placeRings<T extends Ring>(manager: EntityManager, rings: readonly T[]): Promise<Map<T, Place>> {
  if (rings.length === 0) return new Map();
  const times = rings.map(({ ringAt }) => ringAt.getTime());
  const shifts = await shiftsBetween(manager, Math.min(...times) - neighbourhood, Math.max(...times) + neighbourhood);
  const homes = await homesOf(manager, [...new Set(rings.map(({ lineNo }) => lineNo))]);
  const places = rings.map((ring) => [ring, placeRing(ring, shifts, homes.get(ring.lineNo) ?? null)] as const);
  const owners = new Set(places.flatMap(([, { ownerOrgId }]) => ownerOrgId ?? []));
  const watched = await watching(manager, [...owners]);
  return new Map(places.map(([ring, place]) => [ring, { ...place, watched: watched.has(place.ownerOrgId ?? '') }]));
}

const shiftsBetween = (manager: EntityManager, from: number, to: number): Promise<ShiftReplica[]> =>
  manager
    .getRepository(ShiftReplicaEntity)
    .createQueryBuilder('s')
    .where('s.endAt > :from AND s.startAt < :to', { from: new Date(from), to: new Date(to) })
    .getMany();

/** Whose a line is: as rosters last named it, else as the directory lists it. */
async function homesOf(manager: EntityManager, lines: readonly string[]): Promise<Map<string, string>> {
  const listed = await manager.query<{ id: string; duty_phone: string }[]>(
    `SELECT id, duty_phone FROM org_replica WHERE active AND duty_phone IN (${lines.map(() => '?').join(', ')}) ORDER BY id DESC`,
    [...lines],
  );
  const named = await manager.getRepository(PhoneLineEntity).findBy({ lineNo: In([...lines]) });
  return new Map([
    ...listed.map(({ id, duty_phone }) => [duty_phone, id] as const),
    ...named.map(({ lineNo, orgId }) => [lineNo, orgId] as const),
  ]);
}

/** Who keeps a call that no roster and no line places: the recorder's own unit, else the top one. */
export async function keeperOf(manager: EntityManager, request: Request | null): Promise<string> {
  const own = request?.viewer.posts.find(({ orgId }) => orgId !== null)?.orgId;
  if (own) return own;
  const [top] = await manager.query<{ id: string }[]>(
    'SELECT id FROM org_replica WHERE parent_id IS NULL ORDER BY code LIMIT 1',
  );
  if (!top) throw referenceUnknown('lineNo', 'no organisation is known yet');
  return top.id;
}

/** Who leads the shift in which a callback began, else the shift that the duty room keeps at the moment. */
export async function leaderOf(
  manager: EntityManager,
  { shiftId, ownerOrgId }: { readonly shiftId: string | null; readonly ownerOrgId: string },
  at: Date,
): Promise<string | null> {
  const shifts = manager.getRepository(ShiftReplicaEntity);
  const own = shiftId === null ? null : await shifts.findOneBy({ id: shiftId });
  if (own?.leaderId) return own.leaderId;
  const serving = await shifts.findOne({
    where: { ownerOrgId, startAt: LessThanOrEqual(at), endAt: MoreThan(at), leaderId: Not(IsNull()) },
    order: { startAt: 'DESC', id: 'ASC' },
  });
  return serving?.leaderId ?? null;
}

/** Of these units those that have published rosters: their duty rooms answer around the clock. */
async function watching(manager: EntityManager, ownerOrgIds: readonly string[]): Promise<Set<string>> {
  const rows = await manager
    .getRepository(ShiftReplicaEntity)
    .createQueryBuilder('s')
    .select('s.ownerOrgId', 'id')
    .distinct(true)
    .where('s.ownerOrgId IN (:...ownerOrgIds)', { ownerOrgIds: [...ownerOrgIds, ''] })
    .getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}
