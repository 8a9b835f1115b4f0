import type { ServiceName } from '@chengqi/schemas';
import type { AnyEntity, Mapping, Request, ServiceKit, Timer, Transaction, Viewer } from '@chengqi/service-kit';
import { type Act, AuditEntity, AuditHeadEntity, digestOf, recordActs, sealAudit } from './audit.ts';
import { createCalendar } from './calendar.ts';
import { CreateOfficeTables1760000000000 } from './office.migration.ts';
import { actorOn, createOrgTree, type OrgTree } from './org-tree.ts';
import { PartyEntity, parties } from './parties.ts';
import { createReading } from './reading.ts';
import { people } from './replicas/person.repository.ts';
import { orgs, sites } from './replicas/place.repository.ts';
import { createReplicaConsumers } from './replicas/replica.consumers.ts';
import {
  CalendarDayReplicaEntity,
  OrgReplicaEntity,
  PersonReplicaEntity,
  RoleReplicaEntity,
  SiteReplicaEntity,
} from './replicas/replica.entity.ts';
import { createSerials, SerialEntity } from './serials.ts';
import { createSnapshot } from './snapshot.ts';
import { type VisibilityColumns, visibleTo } from './visibility.ts';

export const officeEntities: readonly AnyEntity[] = [
  OrgReplicaEntity,
  PersonReplicaEntity,
  RoleReplicaEntity,
  SiteReplicaEntity,
  CalendarDayReplicaEntity,
  SerialEntity,
  PartyEntity,
  AuditEntity,
  AuditHeadEntity,
];
export const officeMigrations: Mapping['migrations'] = [CreateOfficeTables1760000000000];
export const officeTopics: readonly ServiceName[] = ['directory'];

export type Office = ReturnType<typeof createOffice>;

const treeMilliseconds = 2000;
const sealSeconds = 0.2;

/** What all services of the office share, once per service. */
export function createOffice(kit: ServiceKit) {
  const { db, ids, clock } = kit;
  const tree = createSnapshot(
    createOrgTree([]),
    async () => createOrgTree(await db.read.getRepository(OrgReplicaEntity).find({ select: { id: true, path: true } })),
    treeMilliseconds,
  );
  const calendar = createCalendar(db, clock.zone);
  const visible = (viewer: Viewer, columns: VisibilityColumns) => visibleTo(viewer, tree.latest(), columns);
  const reading = createReading(db, ids, clock, visible);
  return {
    /** The viewer's posts on today's tree; the kit asks it once a request, which also keeps the tree fresh. */
    actorOf: async (viewer: Viewer) => actorOn(await tree.current(), viewer),
    execute: createExecute(kit, reading),
    orgs: {
      ...orgs,
      /** The orgs above, nearest first, as of the last reading of the tree. */
      ancestors: (id: string): string[] => tree.latest().ancestors(id),
      /** The tree of the last reading; `freshTree` reads it when it is older than two seconds. */
      get tree(): OrgTree {
        return tree.latest();
      },
      freshTree: (): Promise<OrgTree> => tree.current(),
    },
    people,
    sites,
    calendar,
    serials: createSerials(db.dialect),
    parties,
    visible,
    readByIds: reading.readByIds,
    require: reading.require,
    /** Records reads that no level shows: personal data in clear, accusation material. */
    recordReads: (request: Request, entityIds: readonly string[], act = 'READ'): Promise<void> =>
      db.write((manager) =>
        recordActs(
          manager,
          ids,
          clock.now(),
          request,
          entityIds.map((entityId) => ({ act, entityId })),
        ),
      ),
    consumers: createReplicaConsumers({
      orgs: () => db.afterCommit(tree.forget),
      calendar: () => db.afterCommit(calendar.forget),
    }),
    timers: [
      { name: 'seal-audit', everySeconds: sealSeconds, run: async (tx) => void (await sealAudit(tx.manager)) },
    ] satisfies Timer[],
  };
}

interface CommandInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** Runs a mutation with its audit row; refusals of hidden subjects are recorded although the command rolls back. */
function createExecute({ ids, commands }: ServiceKit, reading: ReturnType<typeof createReading>) {
  return async <R extends string = string>(
    request: Request,
    name: string,
    input: CommandInput,
    work: (tx: Transaction) => Promise<R>,
    options: { readonly provenance?: 'live' | 'imported' } = {},
  ): Promise<R> => {
    const refused: Act[] = [];
    const roles: string[] = [];
    try {
      const id = await commands.execute(
        request,
        name,
        input,
        (tx) => {
          refused.length = 0;
          roles.length = 0;
          const watched = watchRoles(tx, roles);
          reading.collectRefusals(watched, refused);
          return work(watched);
        },
        {
          ...options,
          record: (tx, entityId) => recordActs(tx.manager, ids, tx.now, request, [actOf(name, entityId, input, roles)]),
        },
      );
      return id as R;
    } finally {
      if (refused.length > 0) await reading.recordRefusals(request, refused);
    }
  };
}

/** The role an act was done in is named when its events are appended. */
const watchRoles = (tx: Transaction, roles: string[]): Transaction => ({
  ...tx,
  append: (events, options) => {
    if (options?.role) roles.push(options.role);
    return tx.append(events, options);
  },
});

function actOf(act: string, entityId: string, input: CommandInput, roles: readonly string[]): Act {
  const reason = (input as { readonly reason?: unknown }).reason;
  return {
    act,
    entityId,
    role: roles[0] ?? null,
    digest: digestOf(input),
    reason: typeof reason === 'string' ? reason : null,
  };
}
