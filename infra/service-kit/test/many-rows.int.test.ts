import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitySchema, type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import {
  column,
  columns,
  type Database,
  findRows,
  holdRows,
  insertRows,
  isUniqueViolation,
  openDatabase,
  upsertRows,
} from '../src/index.ts';
import { createTestDatabase, testDialects } from '../src/testing/index.ts';

interface Parcel {
  readonly id: string;
  readonly at: Date | null;
  readonly isOpen: boolean;
  readonly weight: number | null;
  readonly tags: readonly string[];
}

const ParcelEntity = new EntitySchema<Parcel>({
  name: 'Parcel',
  tableName: 'parcels',
  columns: {
    id: column.id(),
    at: column.instant('arrived_at', { nullable: true }),
    isOpen: column.bool('is_open'),
    weight: column.integer('weight', { nullable: true }),
    tags: column.json('tags'),
  },
});
const StampEntity = new EntitySchema<{ readonly id: string }>({
  name: 'Stamp',
  tableName: 'stamps',
  columns: { id: column.id() },
});

class CreateParcels1700000000000 implements MigrationInterface {
  readonly name = 'CreateParcels1700000000000';
  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const own = [c.id(), c.instant('arrived_at', { nullable: true }), c.bool('is_open')];
    const more = [c.integer('weight', { nullable: true }), c.json('tags')];
    await runner.createTable(new Table({ name: 'parcels', columns: [...own, ...more] }));
    await runner.createTable(new Table({ name: 'stamps', columns: [c.id()] }));
  }
  async down(): Promise<void> {}
}

const parcel = (id: string, changes: Partial<Parcel> = {}): Parcel => ({
  ...{ id, at: new Date('2026-09-14T00:00:00.123Z'), isOpen: true, weight: 7, tags: ['急件', "it's"] },
  ...changes,
});

describe.each(testDialects())('many rows on %s', (dialect) => {
  let place: Awaited<ReturnType<typeof createTestDatabase>>;
  let db: Database;
  beforeAll(async () => {
    place = await createTestDatabase(dialect);
    const entities = [ParcelEntity, StampEntity];
    db = await openDatabase(place.target, { entities, migrations: [CreateParcels1700000000000] });
  });
  afterAll(async () => {
    await db?.close();
    await place?.[Symbol.asyncDispose]();
  });
  const stored = () => db.read.getRepository(ParcelEntity).find({ order: { id: 'ASC' } });

  it('are written as a repository writes them, whole and as often as they come', async () => {
    const bare = parcel('b', { at: null, isOpen: false, weight: null, tags: [] });
    await db.write((manager) => upsertRows(manager, ParcelEntity, [parcel('a'), bare]));
    await db.write((manager) => manager.getRepository(ParcelEntity).insert(parcel('c') as never));
    expect(await stored()).toEqual([parcel('a'), bare, parcel('c')]);

    const changed = parcel('a', { at: null, weight: 8, tags: ['平件'] });
    await db.write((manager) => upsertRows(manager, ParcelEntity, [changed, parcel('d')]));
    expect(await stored()).toEqual([changed, bare, parcel('c'), parcel('d')]);
  });

  it('are written also where they are nothing but a key', async () => {
    for (let times = 0; times < 2; times += 1)
      await db.write((manager) => upsertRows(manager, StampEntity, [{ id: 's' }, { id: `t${times}` }]));
    expect(await db.read.getRepository(StampEntity).count()).toBe(3);
  });

  it('go by five hundred in a statement, and none makes no statement', async () => {
    const before = db.statementCount;
    await db.write((manager) => upsertRows(manager, ParcelEntity, []));
    const idle = db.statementCount - before;
    const many = Array.from({ length: 1001 }, (_, at) => parcel(`m${at}`));
    await db.write((manager) => insertRows(manager, ParcelEntity, many));
    expect(db.statementCount - before - 2 * idle).toBe(3);
  });

  it('are read by their keys as a repository reads them, those that are not there left out', async () => {
    const wanted = ['a', 'c', 'none', ...Array.from({ length: 6000 }, (_, at) => `m${at}`)];
    const byKey = await db.write((manager) => holdRows(manager, ParcelEntity, wanted));
    const inOrder = byKey.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(inOrder).toEqual((await stored()).filter(({ id }) => wanted.includes(id)));
    expect(inOrder).toHaveLength(1003);
    expect(await findRows(db.read, ParcelEntity, [])).toEqual([]);
  });

  it('are held until the transaction of who read them to change them ends', async () => {
    const heavier = () =>
      db.write(async (manager) => {
        const [{ weight } = { weight: null }] = await holdRows(manager, ParcelEntity, ['b']);
        await upsertRows(manager, ParcelEntity, [parcel('b', { weight: (weight ?? 0) + 1 })]);
      });
    await Promise.all(Array.from({ length: 10 }, heavier));
    expect((await findRows(db.read, ParcelEntity, ['b']))[0]?.weight).toBe(10);
  });

  it('that are there already are refused where they are to be new, and nothing of the others stays', async () => {
    const again = db.write((manager) => insertRows(manager, ParcelEntity, [parcel('x'), parcel('a')]));
    expect(isUniqueViolation(await again.catch((error: unknown) => error))).toBe(true);
    expect((await stored()).map(({ id }) => id)).not.toContain('x');
  });
});
