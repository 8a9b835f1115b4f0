import type { ServiceName } from '@chengqi/schemas';
import type { AnyEntity, Mapping, Request, ServiceKit, Timer, Viewer } from '@chengqi/service-kit';
import { createActs } from './act.ts';
import { IndexAuditTrail1766300000000 } from './audit.migration.ts';
import { AuditEntity, AuditHeadEntity, recordActs, sealAudit, sealing } from './audit.ts';
import { openAudit } from './audit-routes.ts';
import { KeepWhatWas1766510000000 } from './audit-was.migration.ts';
import { createCalendar } from './calendar.ts';
import { DeadlineEntity } from './deadlines/deadline.entity.ts';
import { CreateDeadlines1765300000500 } from './deadlines/deadline.migration.ts';
import { ListDeadlines1766500000000 } from './deadlines/deadline-list.migration.ts';
import { createDeadlines } from './deadlines/deadlines.ts';
import { createExecute } from './execute.ts';
import { FileEntity } from './files/file.entity.ts';
import { CreateFiles1766700000000 } from './files/file.migration.ts';
import { openFiles } from './files/file-routes.ts';
import { createFiles } from './files/files.ts';
import { createImportRows } from './import/import.ts';
import { ImportRowEntity } from './import/import-row.entity.ts';
import { CreateImportRows1760000000001 } from './import/import-row.migration.ts';
import { type ImportedRowsArguments, importedRows } from './import/imported-rows.ts';
import { CreateOfficeTables1760000000000 } from './office.migration.ts';
import { actorOn, createOrgTree, type OrgTree } from './org-tree.ts';
import { PartyEntity, parties } from './parties.ts';
import { createReach } from './reach.ts';
import { createReading } from './reading.ts';
import { createRefusals } from './refusals.ts';
import { people } from './replicas/person.repository.ts';
import { orgs, sites } from './replicas/place.repository.ts';
import { createReadable } from './replicas/readable.ts';
import { createReplicaConsumers } from './replicas/replica.consumers.ts';
import {
  CalendarDayReplicaEntity,
  OrgReplicaEntity,
  PersonReplicaEntity,
  RoleReplicaEntity,
  SiteReplicaEntity,
} from './replicas/replica.entity.ts';
import { createSearch } from './search/search.ts';
import { SearchProgressEntity, SearchTermEntity } from './search/search-term.entity.ts';
import { CreateSearchTerms1766600000000 } from './search/search-term.migration.ts';
import { BeginSerials1765600000000 } from './serials.migration.ts';
import { createSerials, SerialEntity } from './serials.ts';
import { createSnapshot } from './snapshot.ts';
import { createTallies } from './tallies/tallies.ts';
import { TallyChangeEntity, TallyCheckEntity, TallyEntity } from './tallies/tally.entity.ts';
import { CreateTallies1767300000000 } from './tallies/tally.migration.ts';
import { countableBy, relatedWithin, unitsWithin, type VisibilityColumns, visibleTo } from './visibility.ts';

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
  ImportRowEntity,
  DeadlineEntity,
  SearchTermEntity,
  SearchProgressEntity,
  FileEntity,
  TallyEntity,
  TallyChangeEntity,
  TallyCheckEntity,
];
export const officeMigrations: Mapping['migrations'] = [
  CreateOfficeTables1760000000000,
  CreateImportRows1760000000001,
  CreateDeadlines1765300000500,
  BeginSerials1765600000000,
  IndexAuditTrail1766300000000,
  ListDeadlines1766500000000,
  KeepWhatWas1766510000000,
  CreateSearchTerms1766600000000,
  CreateFiles1766700000000,
  CreateTallies1767300000000,
];
export const officeTopics: readonly ServiceName[] = ['directory'];

export type Office = ReturnType<typeof createOffice>;

/** What every slice of a service is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

const treeMilliseconds = 2000;
const sealSeconds = 0.2;

/** What all services of the office share, once per service. */
export function createOffice(kit: ServiceKit) {
  const { db, ids, clock } = kit;
  const tree = createSnapshot(
    createOrgTree([]),
    async () =>
      createOrgTree(
        await db.read.getRepository(OrgReplicaEntity).find({ select: { id: true, path: true, level: true } }),
      ),
    treeMilliseconds,
  );
  // Read ahead, so that consumers, which no request precedes, find the tree as well.
  const readAhead = () => queueMicrotask(() => void tree.current().catch(() => undefined));
  const forgetTree = () => {
    tree.forget();
    readAhead();
  };
  readAhead();
  const calendar = createCalendar(db, clock.zone);
  const visible = (viewer: Viewer, columns: VisibilityColumns) => visibleTo(viewer, tree.latest(), columns);
  const countable = (viewer: Viewer, columns: VisibilityColumns) => countableBy(viewer, tree.latest(), columns);
  const refuse = createRefusals(db, ids, clock, kit);
  const reach = createReach(db, () => tree.latest(), clock);
  const search = createSearch(kit);
  const tallies = createTallies(kit, () => tree.latest());
  const reading = createReading(db, ids, clock, { visible, countable }, refuse, reach, search, tallies);
  const execute = createExecute(kit);
  openAudit(kit, () => tree.current());
  const { heldBy } = openFiles(kit, reading);
  const { timer: removeFiles, ...files } = createFiles(kit, execute);
  const { act, actAsSystem, create } = createActs(execute, reading, parties.add);
  return {
    /** The viewer's posts on today's tree; the kit asks it once a request, which also keeps the tree fresh. */
    actorOf: async (viewer: Viewer) => actorOn(await tree.current(), viewer),
    act,
    actAsSystem,
    create,
    execute,
    /** Takes a batch of an export by the service's plan of that file. */
    importRows: createImportRows({ read: () => db.read, clock, calendar, ids, execute }),
    orgs: {
      ...orgs,
      /** The orgs above, nearest first, as of the last reading of the tree. */
      ancestors: (id: string): string[] => tree.latest().ancestors(id),
      /** The tree of the last reading; `freshTree` reads it when it is older than two seconds. */
      get tree(): OrgTree {
        return tree.latest();
      },
      /** A condition for `qb.andWhere(sql, params)`: the column names the org or one below it. */
      within: (column: string, orgId: string) => unitsWithin(tree.latest(), column, orgId),
      freshTree: (): Promise<OrgTree> => tree.current(),
    },
    people,
    sites,
    calendar,
    deadlines: createDeadlines(ids, db),
    search,
    tallies,
    files: { ...files, heldBy },
    serials: createSerials(db.dialect),
    parties: {
      ...parties,
      /** A condition for `qb.andWhere(sql, params)`: the id in the column is a subject that is so related to the org or one below it. */
      within: (column: string, relation: string, orgId: string) =>
        relatedWithin(tree.latest(), column, relation, orgId),
    },
    visible,
    /** For figures: the read rule, and for importers what their scope covers. */
    countable,
    readByIds: reading.readByIds,
    require: reading.require,
    /** Of things of other services. */
    readable: createReadable(kit, visible),
    list: reading.list,
    page: reading.page,
    counted: reading.counted,
    countBy: reading.countBy,
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
    /** Records what was refused by a rule that no level shows, after the answer. */
    recordRefusals: refuse,
    importedRows: (args: ImportedRowsArguments) => importedRows(db.read, args),
    /** `<service>ImportRows` of the contract, where it is a plain list. */
    resolvers: {
      Query: { [`${kit.name}ImportRows`]: (_: unknown, args: ImportedRowsArguments) => importedRows(db.read, args) },
    },
    consumers: createReplicaConsumers({
      orgs: () => db.afterCommit(forgetTree),
      calendar: () => db.afterCommit(calendar.forget),
    }),
    timers: [
      {
        name: 'seal-audit',
        everySeconds: sealSeconds,
        isDue: () => sealing.isDue(db.writer),
        run: async ({ manager }) => ((await sealAudit(manager)) > 0 ? sealing.goesOn(manager) : undefined),
      },
      search.timer,
      tallies.timer,
      removeFiles,
    ] as readonly Timer[],
  };
}
