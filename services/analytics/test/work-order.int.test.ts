import type { Envelope } from '@chengqi/schemas';
import { recordCatalogued } from '@chengqi/schemas/events/documents';
import {
  callbackClosed,
  callbackOpened,
  caseAccepted,
  caseAnswered,
  caseOpened,
} from '@chengqi/schemas/events/reception';
import { hazardClosed, hazardConfirmed, hazardReported } from '@chengqi/schemas/events/security';
import {
  itemAccepted,
  itemAssigned,
  itemProposed,
  itemRegistered,
  itemReopened,
  itemStruckOff,
} from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { workConsumers } from '../src/work/work.consumers.ts';
import { FiledSubjectEntity, WorkItemEntity, WorkMatterEntity } from '../src/work/work.entity.ts';
import { type Inbox, startInbox } from './inbox.ts';
import { anEvent, type Told } from './matters.ts';

const [office, unit] = [systemIds.next('org'), systemIds.next('org')];
const at = '2026-09-14T02:00:00.000Z';
const dueAt = '2026-10-01T16:00:00.000Z';
const [itemId, caseId, accusedId] = [systemIds.next('sup'), systemIds.next('cas'), systemIds.next('cas')];
const [hazardId, callbackId] = [systemIds.next('haz'), systemIds.next('cbk')];
const source = null;

const anItem = (told: Told): Envelope[] => [
  anEvent(itemProposed, itemId, { itemId, source }, told),
  anEvent(itemRegistered, itemId, { itemId, code: '1', source, leadOrgId: unit, dueAt, weight: 'NORMAL' }, told),
  anEvent(itemAssigned, itemId, { itemId, orgIds: [unit] }, told),
  anEvent(itemAccepted, itemId, { itemId, orgId: unit }, told),
  anEvent(
    itemStruckOff,
    itemId,
    { itemId, code: '1', title: null, supervisorOrgId: office, source, result: null },
    told,
  ),
];

const aHazard = (told: Told): Envelope[] => {
  const identity = {
    hazardId,
    code: '1',
    siteId: systemIds.next('sit'),
    ownerOrgId: office,
    source: { type: 'StaffReport' as const, id: null },
  };
  const judged = { ...identity, responsibleOrgId: unit, level: 'GENERAL' as const };
  const reported = { ...identity, state: 'REPORTED' as const, responsibleOrgId: null, level: null, title: null };
  return [
    anEvent(hazardReported, hazardId, reported, told),
    anEvent(hazardConfirmed, hazardId, { ...judged, state: 'CONFIRMED', dueAt, listed: false }, told),
    anEvent(hazardClosed, hazardId, { ...judged, state: 'CLOSED', title: null, closedAt: at }, told),
  ];
};

const aCase = (id: string, kind: 'SERVICE' | 'ACCUSATION', told: Told): Envelope[] => {
  const hidden = { responsibleOrgId: kind === 'ACCUSATION' ? null : unit, siteId: null, safety: false, callId: null };
  const texts = { code: id, kind, channel: 'WEB' as const, title: null, text: null };
  const opened = { caseId: id, ...texts, ...hidden, openedAt: at, dueAt, noticeDueAt: null };
  return [
    anEvent(caseOpened, id, opened, told),
    anEvent(caseAccepted, id, { caseId: id, acceptedAt: at, dueAt }, told),
    anEvent(caseAnswered, id, { caseId: id, answeredAt: at, result: 'HANDLED' }, told),
  ];
};

const aCallback = (told: Told): Envelope[] => {
  const facts = { callbackId, callIds: [systemIds.next('cal')], lineNo: '1', shiftId: null, firstAttemptAt: null };
  const times = { openedAt: at, dueAt };
  return [
    anEvent(callbackOpened, callbackId, { ...facts, ...times, closedAt: null, end: 'OPEN' }, told),
    anEvent(callbackClosed, callbackId, { ...facts, ...times, closedAt: at, end: 'REACHED' }, told),
  ];
};

const aRecord = (sourceId: string, type: 'SupervisionItem' | 'Hazard', told: Told): Envelope[] => {
  const recordId = systemIds.next('arc');
  const record = { recordId, archivalCode: '1', retention: 'Y' as const, source: { type, id: sourceId } };
  return [anEvent(recordCatalogued, recordId, record, told)];
};

/** One history each: what happens to it keeps its order, what happens to others may come in between. */
const histories = (told: Told): Envelope[][] => [
  anItem(told),
  aHazard(told),
  aCase(caseId, 'SERVICE', told),
  aCase(accusedId, 'ACCUSATION', { ...told, orgId: null }),
  aCallback(told),
  aRecord(itemId, 'SupervisionItem', told),
];

describe.each(testDialects())('news in any order on %s', (dialect) => {
  let running: Inbox;
  beforeAll(async () => {
    running = await startInbox(dialect);
  });
  afterAll(() => running.close());

  /** As the kit hands a batch over. */
  const handle = (events: readonly Envelope[]) =>
    running.db.write(async (manager) => {
      for (const consumer of workConsumers) {
        if (!('contracts' in consumer)) throw new Error('work is projected batch by batch');
        const own = events.filter(({ type }) => consumer.contracts.some((contract) => contract.type === type));
        if (own.length > 0) await consumer.handleAll(own, manager);
      }
    });

  async function outcome(batches: readonly (readonly Envelope[])[]) {
    const [items, matters, filed] = [WorkItemEntity, WorkMatterEntity, FiledSubjectEntity];
    for (const entity of [items, matters, filed])
      await running.db.writer.manager.getRepository(entity as never).clear();
    for (const events of batches) await handle(events);
    const rows = await running.db.read.getRepository(items).find({ order: { id: 'ASC' } });
    const known = new Set((await running.db.read.getRepository(filed).find()).map(({ id }) => id));
    return {
      waiting: rows.filter(({ action, subjectId }) => action !== 'CATALOGUE' || !known.has(subjectId)),
      matters: await running.db.read.getRepository(matters).find({ order: { id: 'ASC' } }),
    };
  }

  /** Any interleaving of the histories, cut into batches anyhow. */
  const anyDelivery = (all: readonly (readonly Envelope[])[]) =>
    fc
      .tuple(
        fc.shuffledSubarray(
          all.flatMap((events, index) => events.map(() => index)),
          { minLength: all.flat().length },
        ),
        fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
      )
      .map(([turns, sizes]) => {
        const queues = all.map((history) => [...history]);
        const events = turns.flatMap((index) => queues[index]?.splice(0, 1) ?? []);
        const batches: Envelope[][] = [];
        for (let from = 0; from < events.length; from += batches.at(-1)?.length ?? 1)
          batches.push(events.slice(from, from + (sizes.next().value ?? 1)));
        return batches;
      });

  it('leaves the same waiting, in whatever batches and however the matters mix', async () => {
    const all = histories({ orgId: office, at });
    const expected = await outcome(all);
    expect(expected.waiting.map(({ id }) => id)).toEqual([`CATALOGUE:${hazardId}`, `FOLLOW_UP:${caseId}`].sort());
    expect(expected.matters.map(({ id }) => id)).toEqual([caseId, hazardId, itemId].sort());
    await fc.assert(
      fc.asyncProperty(anyDelivery(all), async (batches) => expect(await outcome(batches)).toEqual(expected)),
      { numRuns: 25 },
    );
  });

  it('of history leaves nothing waiting, in whatever order it comes', async () => {
    const all = histories({ orgId: office, at, provenance: 'imported' });
    await fc.assert(
      fc.asyncProperty(anyDelivery(all), async (batches) => expect((await outcome(batches)).waiting).toEqual([])),
      { numRuns: 15 },
    );
  });

  it('never knows an accusation, whatever follows it (R-7)', async () => {
    const all = histories({ orgId: office, at });
    await fc.assert(
      fc.asyncProperty(anyDelivery(all), async (batches) => {
        await outcome(batches);
        for (const entity of [WorkItemEntity, WorkMatterEntity])
          expect(JSON.stringify(await running.db.read.getRepository(entity as never).find())).not.toContain(accusedId);
      }),
      { numRuns: 10 },
    );
  });

  it('an item that was filed and comes back asks its unit, and not the archivist a second time', async () => {
    const told = { orgId: office, at };
    const events = [...anItem(told), ...aRecord(itemId, 'SupervisionItem', told)];
    const reopened = [...events, anEvent(itemReopened, itemId, { itemId, source }, told)];
    expect((await outcome([reopened])).waiting.map(({ id }) => id)).toEqual([`REPORT:${itemId}:${unit}`]);
    const again = anItem(told).slice(-1);
    expect((await outcome([reopened, again])).waiting).toEqual([]);
  });
});
