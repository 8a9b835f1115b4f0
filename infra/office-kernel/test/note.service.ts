import { loadSubgraph, type SecrecyLevel } from '@chengqi/schemas';
import { column, columns, type Dialect, defineService, type ResolverMap, type ServiceKit } from '@chengqi/service-kit';
import { startTestService } from '@chengqi/service-kit/testing';
import { EntitySchema, type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createOffice, type Office, officeEntities, officeMigrations } from '../src/index.ts';

/** The least a secret subject can be. */
export interface Note {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  /** A column of its own that happens to be called as the kernel might call the secrecy level. */
  readonly level: string;
  readonly version: number;
  readonly text: string | null;
}

export const NoteEntity = new EntitySchema<Note>({
  name: 'Note',
  tableName: 'notes',
  columns: {
    id: column.id(),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    level: column.code('level', 16),
    version: column.integer('version'),
    text: column.longText('text', { nullable: true }),
  },
});

class CreateNotes1800000000000 implements MigrationInterface {
  readonly name = 'CreateNotes1800000000000';
  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const all = [c.id(), c.ref('owner_org_id'), c.code('secrecy_level', 16), c.code('level', 16)];
    const written = [c.integer('version'), c.longText('text', { nullable: true })];
    await runner.createTable(new Table({ name: 'notes', columns: [...all, ...written] }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notes');
  }
}

/** Answers null to everything the subgraph's contract asks, so that the kernel can be tested without a service. */
function silentResolvers(service: 'meetings'): ResolverMap {
  const map: ResolverMap = {};
  for (const definition of loadSubgraph(service).definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'ObjectTypeExtension') continue;
    const name = definition.name.value;
    const isRoot = name === 'Query' || name === 'Mutation';
    for (const field of isRoot ? (definition.fields ?? []) : [])
      map[name] = { ...map[name], [field.name.value]: () => null };
    const isEntity = definition.directives?.some((directive) => directive.name.value === 'key');
    if (isEntity) map[name] = { ...map[name], __resolveReference: () => null };
  }
  return map;
}

/** The kernel in a service of its own, with a table of notes to be read. */
export async function startNotes(dialect: Dialect) {
  const started: { office?: Office; kit?: ServiceKit } = {};
  const service = await startTestService(
    defineService({
      name: 'meetings',
      entities: [...officeEntities, NoteEntity],
      migrations: [...officeMigrations, CreateNotes1800000000000],
      consumesFrom: ['directory'],
      start(kit) {
        const office = createOffice(kit);
        office.search.keep(NoteEntity, ({ text }) => ({ text }));
        Object.assign(started, { office, kit });
        return {
          resolvers: [silentResolvers('meetings')],
          context: () => ({}),
          consumers: office.consumers,
          actorOf: office.actorOf,
        };
      },
    }),
    { dialect },
  );
  const { office, kit } = started;
  if (!office || !kit) throw new Error('the service did not start');
  return { service, office, kit };
}
