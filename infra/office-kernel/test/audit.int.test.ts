import { type Request, systemActor, systemIds } from '@chengqi/service-kit';
import { aViewer, testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditEntity, verifyAudit } from '../src/index.ts';
import { startNotes } from './note.service.ts';

const request: Request = {
  viewer: aViewer({ orgId: systemIds.next('org'), roles: ['SUPERVISOR'] }),
  actor: systemActor,
  requestId: 'req-1',
  language: 'zh',
  traceparent: null,
};

describe.each(testDialects())('the audit log on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  beforeEach(async () => {
    notes = await startNotes(dialect);
  });
  afterEach(() => notes.service.close());

  const act = (id: string, input: Record<string, unknown> = {}) =>
    notes.office.execute(request, 'urgeNote', input, async () => ({ id, role: null }));
  const seal = async () => {
    for (const { run } of notes.office.timers) await notes.kit.transact(run);
  };
  const verify = () => verifyAudit(notes.service.db.read, notes.service.clock.now());
  const entries = () => notes.service.db.read.getRepository(AuditEntity).find({ order: { id: 'ASC' } });

  it('names who did what, with a digest instead of the text', async () => {
    const input = { text: '内部事项' } as never;
    await notes.office.execute(request, 'urgeNote', input, async () => ({
      ...{ id: 'sup_1', role: 'SUPERVISOR', reason: '领导要求' },
    }));

    const [entry] = await entries();
    expect(entry).toMatchObject({
      act: 'urgeNote',
      entityType: 'sup',
      entityId: 'sup_1',
      personId: request.viewer.personId,
      role: 'SUPERVISOR',
      reason: '领导要求',
      requestId: 'req-1',
    });
    expect(entry?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(entry)).not.toContain('内部事项');
  });

  it('keeps no reason in clear unless the service says that it may', async () => {
    await act('sup_1', { reason: '密件' });

    expect((await entries())[0]?.reason).toBeNull();
  });

  it('an act that was refused leaves no entry, the same answer again leaves no second one', async () => {
    await notes.office
      .execute(request, 'urgeNote', {}, async () => Promise.reject(new Error('no')))
      .catch(() => undefined);
    await act('sup_1', { idempotencyKey: 'k' });
    await act('sup_1', { idempotencyKey: 'k' });

    expect(await entries()).toHaveLength(1);
  });

  it('records reads that a service names itself, such as a telephone number in clear', async () => {
    await notes.office.recordReads(request, ['psn_1', 'psn_2'], 'READ_PHONE');

    expect((await entries()).map(({ act: what, entityId }) => `${what} ${entityId}`)).toEqual([
      'READ_PHONE psn_1',
      'READ_PHONE psn_2',
    ]);
  });

  it('chains committed entries without holes, however many write and seal at once', async () => {
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await act(`sup_${index}`);
        if (index % 10 === 0) await seal();
      }),
    );
    await seal();

    expect(await verify()).toEqual({ entries: 60, firstBreak: null, unsealed: 0, next: null });
  });

  it('shows an entry that was changed, one that was taken out, and a cut end', async () => {
    for (const n of [1, 2, 3]) await act(`sup_${n}`);
    await seal();
    const log = notes.service.db.writer.getRepository(AuditEntity);
    const [, second, third] = await entries();
    if (!second || !third) throw new Error('entries are missing');

    await log.update({ id: second.id }, { act: 'praiseNote' });
    expect((await verify()).firstBreak).toEqual({ seq: 2, id: second.id, reason: 'the entry was changed' });
    await log.delete({ id: second.id });
    expect((await verify()).firstBreak).toMatchObject({ seq: 2, reason: 'an entry is missing' });
    await log.insert(second);
    await log.delete({ id: third.id });
    expect((await verify()).firstBreak).toMatchObject({ seq: 3, reason: 'the newest entries are missing' });
  });

  it('reports entries that wait longer than ten seconds for the seal', async () => {
    await act('sup_1');
    notes.service.clock.advance({ seconds: 11 });

    expect((await verify()).unsealed).toBe(1);
  });
});
