import {
  calendarPublished,
  clearanceChanged,
  orgChanged,
  personChanged,
  postsChanged,
  siteChanged,
} from '@chengqi/schemas/events/directory';
import { type Consumer, on, type Post } from '@chengqi/service-kit';
import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';
import { In } from 'typeorm';
import {
  CalendarDayReplicaEntity,
  OrgReplicaEntity,
  type PersonReplica,
  PersonReplicaEntity,
  RoleReplicaEntity,
  SiteReplicaEntity,
} from './replica.entity.ts';

const imported = { imported: true };
/** Calendars of other regions are no concern of this office. */
const ownRegion = 'CN';

/** Feed the replicas from directory, imported facts included; applying an event again, or an older one, changes nothing. */
export function createReplicaConsumers(changed: { orgs(): void; calendar(): void }): Consumer[] {
  return [
    on(
      orgChanged,
      async ({ data, subject, sequence }, { manager }) => {
        const { kind, ...facts } = data;
        await putNewest(manager, OrgReplicaEntity, { ...facts, id: subject, kind, sequence });
        changed.orgs();
      },
      imported,
    ),
    on(
      siteChanged,
      ({ data, subject, sequence }, { manager }) =>
        putNewest(manager, SiteReplicaEntity, { ...data, id: subject, sequence }),
      imported,
    ),
    on(
      personChanged,
      async ({ data: { staffNo, name, active, phoneMasked, primaryOrgId }, subject, sequence }, { manager }) =>
        void (await putPerson(manager, subject, 'personSequence', sequence, {
          staffNo,
          name,
          active,
          phoneMasked,
          primaryOrgId,
        })),
      imported,
    ),
    on(
      clearanceChanged,
      async ({ data: { clearance, validTo }, subject, sequence }, { manager }) =>
        void (await putPerson(manager, subject, 'clearanceSequence', sequence, {
          clearance,
          clearanceValidTo: validTo,
        })),
      imported,
    ),
    on(
      postsChanged,
      async ({ data: { posts }, subject, sequence }, { manager }) => {
        if (await putPerson(manager, subject, 'postsSequence', sequence, { posts }))
          await putRoles(manager, subject, posts);
      },
      imported,
    ),
    on(
      calendarPublished,
      async ({ data: { days, region }, sequence }, { manager }) => {
        if (region !== ownRegion) return;
        await putDays(manager, days, sequence);
        changed.calendar();
      },
      imported,
    ),
  ];
}

type Sequenced = ObjectLiteral & { readonly id: string; readonly sequence: number };

async function putNewest<T extends Sequenced>(manager: EntityManager, entity: EntitySchema<T>, row: T): Promise<void> {
  const repository = manager.getRepository(entity);
  const stored = await repository.findOneBy({ id: row.id } as never);
  if (stored && stored.sequence >= row.sequence) return;
  if (stored) await repository.update({ id: row.id } as never, row as never);
  else await repository.insert(row as never);
}

const unknownPerson: Omit<PersonReplica, 'id'> = {
  staffNo: '',
  name: '',
  active: false,
  phoneMasked: null,
  primaryOrgId: null,
  clearance: 'PUBLIC',
  clearanceValidTo: null,
  posts: [],
  personSequence: 0,
  postsSequence: 0,
  clearanceSequence: 0,
};

/** Answers whether the facts were newer than the stored ones. */
async function putPerson(
  manager: EntityManager,
  id: string,
  facet: 'personSequence' | 'postsSequence' | 'clearanceSequence',
  sequence: number,
  facts: Partial<PersonReplica>,
): Promise<boolean> {
  const repository = manager.getRepository(PersonReplicaEntity);
  const stored = await repository.findOneBy({ id });
  if (stored && stored[facet] >= sequence) return false;
  if (stored) await repository.update({ id }, { ...facts, [facet]: sequence });
  else await repository.insert({ ...unknownPerson, id, ...facts, [facet]: sequence });
  return true;
}

async function putRoles(manager: EntityManager, personId: string, posts: readonly Post[]): Promise<void> {
  const repository = manager.getRepository(RoleReplicaEntity);
  const pairs = posts.flatMap(({ roles, scopeOrgId }) =>
    roles.map((role) => ({ personId, role, scope: scopeOrgId ?? '*' })),
  );
  const distinct = new Map(pairs.map((pair) => [`${pair.role} ${pair.scope}`, pair]));
  await repository.delete({ personId });
  if (distinct.size > 0) await repository.insert([...distinct.values()]);
}

type PublishedDay = {
  readonly date: string;
  readonly type: 'WORKDAY' | 'WEEKEND' | 'HOLIDAY' | 'MAKEUP_WORKDAY';
  readonly holidayName: string | null;
};

async function putDays(manager: EntityManager, days: readonly PublishedDay[], sequence: number): Promise<void> {
  const repository = manager.getRepository(CalendarDayReplicaEntity);
  for (let start = 0; start < days.length; start += 200) {
    const chunk = days.slice(start, start + 200);
    const stored = await repository.findBy({ day: In(chunk.map(({ date }) => date)) });
    const newer = new Set(stored.filter((row) => row.sequence >= sequence).map(({ day }) => day));
    const rows = chunk
      .filter(({ date }) => !newer.has(date))
      .map(({ date, type, holidayName }) => ({ day: date, type, holidayName, sequence }));
    if (rows.length > 0) await repository.upsert(rows, ['day']);
  }
}
