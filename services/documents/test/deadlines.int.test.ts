import { DeadlineEntity } from '@chengqi/office-kernel';
import { deliverDays, limitsOf } from '@chengqi/office-kernel/testing';
import { Chance, schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliveryEntity } from '../src/deliveries/delivery.entity.ts';
import { DocumentEntity } from '../src/outgoing/document.entity.ts';
import { documents } from '../src/service.ts';
import { openOffice, type TestOffice } from './office.ts';

interface Limit {
  readonly rule: string;
  readonly clock: string;
  readonly dueAt: string;
  readonly dueOn: string;
  readonly originalDueOn: string;
  readonly warnAt: readonly string[];
}

const fields = 'rule partId clock startAt dueAt dueOn originalDueOn warnAt amount unit basis basisText';
const monday = '2026-09-14T01:00:00Z';

describe.each(testDialects())('limits of documents and deliveries on %s', (dialect) => {
  let office: TestOffice;
  let limits: ReturnType<typeof limitsOf>;
  beforeAll(async () => {
    office = await openOffice(dialect);
    limits = limitsOf(office, documents);
  });
  afterAll(() => office.service.close());

  const document = async (id: string, as = office.people.registrar) => {
    const query = `query ($id: ID!) { document(id: $id) { id deadlines { ${fields} } deliveries { id state deadlines { ${fields} } } } }`;
    const { data, errors } = await office.ask(query, { id }, as);
    expect(errors).toBeUndefined();
    return data.document as {
      deadlines: Limit[];
      deliveries: { id: string; state: string; deadlines: Limit[] }[];
    } | null;
  };
  const read = async (id: string) => (await document(id))?.deadlines ?? [];
  const deliveryOf = async (id: string) => {
    const [delivery] = (await document(id))?.deliveries ?? [];
    if (!delivery) throw new Error(`${id} has no delivery`);
    return delivery;
  };
  const toldOf = async (id: string) => {
    const { warned, breached } = await limits.told();
    return [warned, breached].map((told) => told.filter((each) => each.startsWith(id)).length);
  };
  const sign = (deliveryId: string) => office.act('signDelivery', { deliveryId }, office.people.emergencyRegistrar);
  const issued = (changes: Record<string, unknown> = {}) => {
    office.clock.set(monday);
    return office.documentIn('ISSUED', changes);
  };

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.db)).toEqual([]);
  });

  it('DOMAIN 7: a delivery is signed for within one working day, an urgent one within two hours', async () => {
    const usual = await deliveryOf(await issued());
    expect(usual.deadlines).toMatchObject([
      { rule: 'SIGN_IN', clock: 'RUNNING', amount: 1, unit: 'WORKING_DAY', basis: 'POLICY', dueOn: '2026-09-15' },
    ]);
    const id = await issued({ urgency: 'EXTRA_URGENT' });
    const urgent = await deliveryOf(id);
    expect(urgent.deadlines).toMatchObject([
      { unit: 'HOUR', dueAt: '2026-09-14T03:00:00.000Z', warnAt: ['2026-09-14T02:00:00.000Z'] },
    ]);

    await office.act(
      'rejectDelivery',
      { deliveryId: usual.id, reason: '不属本单位' },
      office.people.emergencyRegistrar,
    );
    office.clock.advance({ hours: 3 });
    await limits.run();
    await sign(urgent.id);
    for (let times = 0; times < 2; times += 1) await limits.run();
    expect((await deliveryOf(id)).deadlines).toMatchObject([{ clock: 'BREACHED' }]);
    expect([await toldOf(usual.id), await toldOf(urgent.id)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('DOMAIN 7: what was closed or voided in a year is filed until the end of June of the next', async () => {
    const id = await issued();
    expect(await read(id)).toEqual([]);
    await sign((await deliveryOf(id)).id);
    expect(await read(id)).toMatchObject([
      {
        ...{ rule: 'FILE', clock: 'RUNNING', dueOn: '2027-06-30' },
        // When April and when June begin in the county.
        warnAt: ['2027-03-31T16:00:00.000Z', '2027-05-31T16:00:00.000Z'],
      },
    ]);
    const filing = { documentId: id, retention: 'D30', orgSegment: 'BGS' };
    await office.act('fileDocument', filing, office.people.archivist);
    expect(await read(id)).toMatchObject([{ clock: 'MET' }]);

    const voided = await office.documentIn('NUMBERED');
    await office.act('voidDocument', { documentId: voided, reason: '重复编号' }, office.people.director);
    expect(await read(voided)).toMatchObject([{ rule: 'FILE', clock: 'RUNNING' }]);
    office.clock.set('2027-07-01T16:00:00Z');
    for (let times = 0; times < 2; times += 1) await limits.run();
    expect([await toldOf(id), await toldOf(voided)]).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });

  it('knows the limit of each recipient of a document', async () => {
    const mainRecipientIds = [office.orgs.town.id, office.orgs.emergencyBureau.id, office.orgs.educationBureau.id];
    const { deliveries } = (await document(await issued({ mainRecipientIds }))) ?? { deliveries: [] };
    expect(deliveries.length).toBe(3);
    for (const { deadlines } of deliveries) expect(deadlines).toMatchObject([{ rule: 'SIGN_IN', clock: 'RUNNING' }]);
  });

  it('gets limits once for what was there before limits were kept, and none for history', async () => {
    const [open, closed, history] = [await issued(), await issued(), await issued()];
    await sign((await deliveryOf(closed)).id);
    const [openOf, historyOf] = [await deliveryOf(open), await deliveryOf(history)];
    const before = [openOf.deadlines, await read(closed)];
    await office.db.write(async (manager) => {
      for (const subjectId of [openOf.id, closed, historyOf.id])
        await manager.getRepository(DeadlineEntity).delete({ subjectId });
      await manager.getRepository(DeliveryEntity).update({ id: historyOf.id }, { issuedById: null });
      await manager.getRepository(DocumentEntity).update({ id: history }, { importedAt: new Date(monday) });
    });
    for (const name of ['older-documents', 'older-deliveries']) await limits.run(name);
    expect([(await deliveryOf(open)).deadlines, await read(closed)]).toEqual(before);

    await sign(historyOf.id);
    expect([await read(history), (await deliveryOf(history)).deadlines]).toEqual([[], []]);
  });

  it('is counted again when other days are published; the end as first set stays', async () => {
    const id = await issued();
    await deliverDays(office, { '2026-09-15': 'HOLIDAY' });
    await limits.run('recount-deadlines');
    expect((await deliveryOf(id)).deadlines).toMatchObject([{ dueOn: '2026-09-16', originalDueOn: '2026-09-15' }]);
  });

  it('lists limits to who may read their document or delivery, and to nobody else, in as many statements for many as for one', async () => {
    const { people } = office;
    const list = async (where: object, as = people.registrar, first = 100) => {
      const query = `query ($where: DeadlineFilter, $first: Int) { documentDeadlines(where: $where, first: $first) {
        totalCount nodes { rule clock dueAt subjectId } } }`;
      const { data, errors } = await office.ask(query, { where, first }, as);
      expect(errors).toBeUndefined();
      return data.documentDeadlines as {
        totalCount: number;
        nodes: { rule: string; clock: string; dueAt: string; subjectId: string }[];
      };
    };
    const all = await list({});
    expect(all.totalCount).toBe(all.nodes.length);
    expect(new Set(all.nodes.map(({ rule }) => rule))).toEqual(new Set(['SIGN_IN', 'FILE']));
    const ends = all.nodes.map(({ dueAt }) => dueAt);
    expect(ends).toEqual(ends.toSorted());
    const late = await list({ clocks: ['BREACHED'], rules: ['FILE'] });
    expect(late.totalCount).toBeGreaterThan(0);
    for (const limit of late.nodes) expect(limit).toMatchObject({ clock: 'BREACHED', rule: 'FILE' });
    expect(await statementsOf(() => list({}, people.registrar, 1))).toBe(await statementsOf(() => list({})));

    // Sent to the emergency bureau and filed at the government office: the education bureau has no part in it.
    const { educationHead, importer } = people;
    const seen = (await list({}, educationHead)).nodes.map(({ subjectId }) => subjectId);
    for (const { subjectId: id } of all.nodes) {
      const of = [{ __typename: id.startsWith('doc_') ? 'Document' : 'Delivery', id }];
      const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
      const { data } = await office.ask(query, { of }, educationHead);
      expect([id, data._entities[0] !== null]).toEqual([id, seen.includes(id)]);
    }
    expect(seen.length).toBeLessThan(all.nodes.length);
    expect((await list({}, importer)).totalCount).toBe(0);
  });

  it('whatever is done and whenever a process dies, each threshold and end is told once, and nothing of what was met', async () => {
    const chance = new Chance();
    const { people } = office;
    const reached = { signed: 0, rejected: 0, filed: 0, refused: 0 };
    const ids: string[] = [];
    for (const urgency of ['NONE', 'URGENT', 'NONE', 'TELEGRAM_FLASH']) ids.push(await issued({ urgency }));
    const acts = {
      signed: async (id: string) => sign((await deliveryOf(id)).id),
      rejected: async (id: string) =>
        office.act(
          'rejectDelivery',
          { deliveryId: (await deliveryOf(id)).id, reason: '错投' },
          people.emergencyRegistrar,
        ),
      filed: (id: string) =>
        office.act('fileDocument', { documentId: id, retention: 'D30', orgSegment: 'BGS' }, people.archivist),
    };
    const names = Object.keys(acts) as (keyof typeof acts)[];
    const begun = [
      ['signed', ids[0]],
      ['filed', ids[0]],
      ['rejected', ids[1]],
    ] as const;
    const random = Array.from({ length: 10 }, () => [chance.pick(names) ?? 'signed', chance.pick(ids)] as const);
    for (const [name, id = ''] of [...begun, ...random]) {
      office.clock.advance({ hours: chance.pick([0, 1, 2, 20]) ?? 0 });
      await limits.run('deadlines', chance.pick([true, false]));
      const done = await acts[name](id).then(
        () => name,
        () => 'refused' as const,
      );
      reached[done] += 1;
    }
    office.clock.advance({ days: 400 });
    for (let times = 0; times < 3; times += 1) await limits.run();

    console.log(`documents, seed ${chance.seed}: ${JSON.stringify(reached)}`);
    expect(await limits.faults(office.clock.now())).toEqual([]);
    for (const name of names) expect(reached[name]).toBeGreaterThan(0);
  });
});
