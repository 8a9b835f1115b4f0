import { createOffice } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import { decisionFollowed } from '@chengqi/schemas/events/supervision';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { directives } from '../src/facts/decisions.ts';
import { createProjector } from '../src/projection/projector.consumers.ts';
import { type Figures, idOf, startFigures } from './figures.ts';
import { anEvent } from './matters.ts';

const at = '2026-09-14T01:00:00.000Z';
const units = { leadOrgId: idOf('org'), coOrgIds: [], leaderId: null, supervisingOrgId: idOf('org') };
const rules = { dueOn: null, requiresAction: true, level: 'INTERNAL' as const, waived: false };

const aDecision = () => {
  const resolutionId = idOf('res');
  const decided = { resolutionId, code: '1', meetingId: idOf('mtg'), text: null, adoptedAt: at };
  const followed = { itemId: idOf('sup'), decision: { type: 'Resolution' as const, id: resolutionId } };
  return {
    id: resolutionId,
    adopted: anEvent(resolutionAdopted, resolutionId, { ...decided, ...units, ...rules }),
    followed: anEvent(decisionFollowed, followed.itemId, { ...followed, followedAt: at, followBy: at }),
  };
};

describe.each(testDialects())('two topics that tell of the same facts at once, on %s', (dialect) => {
  let office: Figures;
  beforeAll(async () => {
    office = await startFigures(dialect);
  });
  afterAll(() => office.close());

  /** The manager, whose first reader of facts waits for the other to have read them too: neither can lock what is not there. */
  function meeting(readers: number) {
    const all = Promise.withResolvers<void>();
    let waiting = 0;
    const query = async (manager: EntityManager, sql: string, parameters: unknown[]) => {
      const rows = await manager.query(sql, parameters);
      if (/FROM .directive_fact/.test(sql)) {
        waiting += 1;
        if (waiting >= readers) all.resolve();
        await all.promise;
      }
      return rows;
    };
    return (manager: EntityManager): EntityManager =>
      new Proxy(manager, {
        get: (target, property, receiver) =>
          property === 'query'
            ? (sql: string, parameters: unknown[]) => query(target, sql, parameters)
            : Reflect.get(target, property, receiver),
      });
  }

  it('A-1: loses nothing that either tells', async () => {
    const { consumers } = createProjector({ kit: office.kit, office: createOffice(office.kit) }, [directives]);
    // SQLite has one writer at a time, who need not wait for another.
    const met = meeting(dialect === 'mysql' ? 2 : 1);
    const read = (events: readonly Envelope[]) =>
      office.db.write(async (manager) => {
        for (const consumer of consumers) await consumer.handleAll(events, met(manager));
      });
    const decisions = Array.from({ length: 20 }, aDecision);
    await Promise.all([
      read(decisions.map(({ adopted }) => adopted as Envelope)),
      read(decisions.map(({ followed }) => followed as Envelope)),
    ]);
    const ids = decisions.map(({ id }) => id);
    const facts = await office.db.read.getRepository(directives.entity).find();
    expect(facts.filter(({ id }) => ids.includes(id))).toHaveLength(20);
    for (const fact of facts) expect(fact).toMatchObject({ orgId: units.leadOrgId, followedAt: Date.parse(at) });
  });
});
