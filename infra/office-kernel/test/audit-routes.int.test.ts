import { anonymousViewer, type Request, systemActor, systemIds, systemViewer, type Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditHeadEntity } from '../src/audit.ts';
import { AuditEntity } from '../src/index.ts';
import { type County, deliverOrg, seedCounty } from '../src/testing/index.ts';
import { startNotes } from './note.service.ts';

interface Entry {
  readonly seq: number | null;
  readonly at: string;
  readonly person: { readonly id: string; readonly staffNo: string; readonly name: string } | null;
  readonly act: string;
  readonly entityId: string;
}

describe.each(testDialects())('the audit beside the graph on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  let auditor: Viewer;
  beforeEach(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
    auditor = county.people.auditor;
  });
  afterEach(() => notes.service.close());

  const requestOf = (viewer: Viewer): Request => ({
    ...{ viewer, actor: systemActor, requestId: 'req-1', language: 'zh', traceparent: null },
  });
  const act = (viewer: Viewer, name: string, id: string, input = {}) =>
    notes.office.execute(requestOf(viewer), name, input, async () => ({ id, role: 'SUPERVISOR', reason: '领导要求' }));
  const seal = async () => {
    for (const { run } of notes.office.timers) await notes.kit.transact(run);
  };
  const trail = (query = '', as: Viewer | null = auditor) => notes.service.get(`/admin/audit/trail${query}`, as);
  const verify = (query = '', as: Viewer | null = auditor) => notes.service.get(`/admin/audit/verify${query}`, as);
  const told = async (query: string): Promise<string[]> =>
    (await trail(query)).body.entries.map(({ act: what, entityId }: Entry) => `${what} ${entityId}`);
  const log = () => notes.service.db.writer.getRepository(AuditEntity);
  const codeOf = ({ status, body }: Awaited<ReturnType<typeof trail>>) => [status, body.errors?.[0].extensions.code];

  it('3.6: tells an auditor who did what to what, newest first, and nothing but what the audit keeps', async () => {
    const { supervisor } = county.people;
    await act(supervisor, 'urgeNote', 'sup_1', { text: '内部事项' });
    notes.service.clock.advance({ seconds: 1 });
    await notes.office.recordReads(requestOf(systemViewer), ['sup_2'], 'READ_REFUSED');
    await seal();

    const { status, body } = await trail();

    expect([status, body.service, body.pageInfo.hasNextPage]).toEqual([200, 'meetings', false]);
    const [refused, urged] = body.entries;
    expect(refused).toMatchObject({ act: 'READ_REFUSED', person: null, role: 'SYSTEM', outcome: 'REFUSED' });
    expect(urged).toEqual({
      id: expect.stringMatching(/^aud_/),
      seq: 1,
      at: '2026-09-14T01:00:00.000Z',
      person: { id: supervisor.personId, staffNo: supervisor.staffNo, name: '丁督办' },
      onBehalfOf: null,
      role: 'SUPERVISOR',
      act: 'urgeNote',
      entityType: 'sup',
      entityId: 'sup_1',
      was: null,
      reason: '领导要求',
      outcome: 'DONE',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(body)).not.toContain('内部事项');
  });

  it('is filtered by person, object, act and time, each alone and together', async () => {
    const { supervisor, registrar } = county.people;
    await act(supervisor, 'urgeNote', 'sup_1');
    notes.service.clock.set('2026-09-15T01:00:00Z');
    await act(registrar, 'urgeNote', 'sup_2');
    notes.service.clock.set('2026-09-16T01:00:00Z');
    await act(supervisor, 'closeNote', 'sup_2');
    notes.service.clock.set('2026-09-17T01:00:00Z');
    const [first, second, third] = ['urgeNote sup_1', 'urgeNote sup_2', 'closeNote sup_2'];

    expect(await told(`?person=${supervisor.staffNo}`)).toEqual([third, first]);
    expect(await told(`?person=${supervisor.personId}&act=urgeNote`)).toEqual([first]);
    expect(await told('?object=sup_2')).toEqual([third, second]);
    expect(await told('?act=urgeNote')).toEqual([second, first]);
    expect(await told('?from=2026-09-15T01:00:00Z&to=2026-09-16T09:00:00%2B08:00')).toEqual([second]);
    expect(await told(`?object=sup_2&person=${registrar.staffNo}`)).toEqual([second]);
    expect(await told('?object=sup_9')).toEqual([]);
  });

  it('comes in pages that no entry is missing from, whatever is added meanwhile', async () => {
    for (let n = 0; n < 7; n += 1) {
      if (n % 3 === 0) notes.service.clock.advance({ seconds: 1 });
      await act(county.people.supervisor, 'urgeNote', `sup_${n}`);
    }
    const seen: string[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { body } = await trail(`?act=urgeNote&first=3${after}`);
      seen.push(...body.entries.map(({ entityId }: Entry) => entityId));
      await act(county.people.supervisor, 'urgeNote', 'sup_new');
      more = body.pageInfo.hasNextPage;
      after = `&after=${body.pageInfo.endCursor}`;
    }

    expect(seen.slice(0, 3)).toEqual(['sup_6', 'sup_5', 'sup_4']);
    expect(new Set(seen)).toEqual(new Set(Array.from({ length: 7 }, (_, n) => `sup_${n}`)));
    expect(seen).toHaveLength(7);
  });

  it('costs the same number of statements for one entry and for a hundred', async () => {
    const people = Object.values(county.people);
    for (let n = 0; n < 100; n += 1) await act(people[n % people.length] as Viewer, 'urgeNote', `sup_${n}`);
    await seal();
    const one = await statementsOf(() => trail('?act=urgeNote&first=1'));

    expect(await statementsOf(() => trail('?act=urgeNote&first=100'))).toBe(one);
  });

  it('3.2: opens to who audits the whole house, and to nobody else', async () => {
    const post = (roles: string[], scopeOrgId: string | null): Viewer => ({
      ...auditor,
      posts: [{ orgId: county.orgs.governmentOffice.id, scopeOrgId, roles }],
    });
    const { auditor: _, ...others } = county.people;
    const admin = post(['ADMIN', 'IMPORTER', 'SECRECY_OFFICER', 'ANALYST'], null);
    const local = post(['AUDITOR'], county.orgs.emergencyBureau.id);
    for (const ask of [trail, verify]) {
      for (const viewer of [...Object.values(others), admin, local, systemViewer])
        expect(codeOf(await ask('', viewer))).toEqual([403, 'FORBIDDEN']);
      for (const viewer of [null, anonymousViewer])
        expect(codeOf(await ask('', viewer))).toEqual([401, 'UNAUTHENTICATED']);
      expect((await ask('', post(['AUDITOR'], null))).status).toBe(200);
    }
    expect(codeOf(await trail('?first=0&nothing=1', others.director))).toEqual([403, 'FORBIDDEN']);
    expect(await log().countBy({ act: 'READ_TRAIL' })).toBe(1);
  });

  it('3.2: is closed to the auditor of one house where two are known, unless both are audited', async () => {
    expect((await trail()).status).toBe(200);
    const other = await deliverOrg(notes.service, { code: 'ZZ00', name: '邻县', level: 'COUNTY' });
    const both = [county.orgs.county.id, other.id].map((id) => ({ orgId: id, scopeOrgId: id, roles: ['AUDITOR'] }));

    expect(codeOf(await trail())).toEqual([403, 'FORBIDDEN']);
    expect((await trail('', { ...auditor, posts: both })).status).toBe(200);
  });

  it.each([
    ['?first=0', 'first'],
    ['?first=101', 'first'],
    ['?first=', 'first'],
    ['?first=ten', 'first'],
    ['?after=x', 'after'],
    ['?from=yesterday', 'from'],
    ['?to=2026-02-31T00:00:00Z', 'to'],
    ['?from=2026-09-02T00:00:00Z&to=2026-09-01T00:00:00Z', 'to'],
    ['?act=', 'act'],
    [`?object=${'x'.repeat(41)}`, 'object'],
    ['?person=%00', 'person'],
    ['?person=JC0001&person=JC0002', 'person'],
    ['?persn=JC0001', 'persn'],
  ])('refuses %s and names the field in the language of who asks', async (query, field) => {
    const { status, body } = await trail(query);
    const [{ message, extensions }] = body.errors;

    expect([status, extensions.code, extensions.field]).toEqual([400, 'BAD_USER_INPUT', field]);
    expect(extensions.problems).toEqual([{ path: field, rule: null, message }]);
    expect(message).toMatch(/^[\x20-\x7e]+$/);
    const chinese = await notes.service.get(`/admin/audit/trail${query}`, auditor, 'zh');
    expect(chinese.body.errors[0].message).toMatch(/\p{sc=Han}/u);
  });

  it('hears of all that is wrong at once, and of a person nobody knows', async () => {
    const { body } = await trail('?first=0&from=x&what=1');
    expect(body.errors[0].extensions.problems.map(({ path }: { path: string }) => path)).toEqual([
      ...['from', 'first', 'what'],
    ]);
    const unknown = await trail('?person=NOBODY');
    expect([...codeOf(unknown), unknown.body.errors[0].extensions.field]).toEqual([400, 'REFERENCE_UNKNOWN', 'person']);
  });

  it('keeps on record who read it and who had it proved, and for what', async () => {
    await act(county.people.supervisor, 'urgeNote', 'sup_1');
    await trail('?object=sup_1');
    await trail(`?person=${county.people.supervisor.staffNo}`);
    await trail();
    await verify();

    const entries = await log().find({ where: { personId: auditor.personId ?? '' }, order: { id: 'ASC' } });
    expect(entries.map(({ act: what, entityId, role }) => `${role} ${what} ${entityId}`)).toEqual([
      'AUDITOR READ_TRAIL sup_1',
      `AUDITOR READ_TRAIL ${county.people.supervisor.personId}`,
      'AUDITOR READ_TRAIL audit',
      'AUDITOR VERIFY_TRAIL audit',
    ]);
    expect(await told('?object=sup_1')).toEqual(['READ_TRAIL sup_1', 'urgeNote sup_1']);
  });

  it('proves the chain, and finds the first entry that was changed by hand', async () => {
    for (const n of [1, 2, 3]) await act(county.people.supervisor, 'urgeNote', `sup_${n}`);
    await seal();
    expect((await verify()).body).toEqual({
      service: 'meetings',
      entries: 3,
      firstBreak: null,
      unsealed: 0,
      next: null,
    });

    await notes.service.db.writer.query("UPDATE audit_log SET person_id = 'psn_nobody' WHERE entity_id = 'sup_2'");

    const { status, body } = await verify();
    const changed = await log().findOneByOrFail({ entityId: 'sup_2' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      entries: 1,
      firstBreak: { seq: 2, id: changed.id, reason: 'the entry was changed' },
      next: null,
    });
    const proofs = await log().find({ where: { act: 'VERIFY_TRAIL' }, order: { id: 'ASC' } });
    expect(proofs.map(({ reason }) => reason)).toEqual([null, '2: the entry was changed']);
  });

  it('proves a long chain in parts, each going on where the one before ended', async () => {
    await act(county.people.supervisor, 'urgeNote', 'sup_1');
    await act(county.people.supervisor, 'urgeNote', 'sup_2');
    await seal();
    const first = await log().findOneByOrFail({ seq: 1 });

    expect((await verify(`?after=1.${first.hash}`)).body).toMatchObject({ entries: 2, firstBreak: null, next: null });
    expect((await verify(`?after=1.${'0'.repeat(64)}`)).body.firstBreak).toMatchObject({ seq: 2 });
    for (const after of ['', '1', `1.${first.hash}0`, '-1.x'])
      expect(codeOf(await verify(`?after=${after}`))).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('finds an entry that was set behind the end of the chain', async () => {
    for (const n of [1, 2]) await act(county.people.supervisor, 'urgeNote', `sup_${n}`);
    await seal();
    const last = await log().findOneByOrFail({ seq: 2 });
    await log().insert({ ...last, id: systemIds.next('aud'), seq: 3, prevHash: last.hash });
    expect((await verify()).body.firstBreak).toMatchObject({
      seq: 3,
      reason: 'an entry is beyond the end of the chain',
    });

    await log().delete({ seq: 3 });
    expect((await verify()).body.firstBreak).toBeNull();
    await notes.service.db.writer.getRepository(AuditHeadEntity).update({ id: 'head' }, { hash: 'x'.repeat(64) });
    expect((await verify()).body.firstBreak).toMatchObject({ reason: 'the newest entries are missing' });
  });
});
