import type { Viewer } from '@chengqi/service-kit';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';
import { runTimer } from './exchange.ts';

describe.each(testDialects())('cases on %s', (dialect) => {
  let room: CasesRoom;

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
  });
  afterAll(() => room[Symbol.asyncDispose]());

  let numbered = 0;
  /** Matters that are not the same as any other. */
  const anotherMatter = () => {
    numbered += 1;
    return { title: `反映第${numbered}盏路灯不亮` };
  };

  it('stores what its migrations say', async () => {
    expect(await schemaDrift(room.service.db)).toEqual([]);
  });

  it('gives numbers without gaps in the register of the county, whichever unit answers', async () => {
    const { town, emergencyBureau } = room.orgs;
    const first = await room.open(anotherMatter());
    const others = await Promise.all([
      room.open({ ...anotherMatter(), responsibleOrgId: town.id }),
      room.open({ ...anotherMatter(), responsibleOrgId: emergencyBureau.id }),
    ]);

    const serial = Number(first.code.slice(-5));
    expect(others.map(({ code }) => Number(code.slice(-5))).sort()).toEqual([serial + 1, serial + 2]);
    expect(first.code).toMatch(/办件2026-\d{5}$/);
  });

  it('is found by what a window asks: open, mine, number and title; and counted under the same conditions', async () => {
    const title = '申请特种设备100%_备案';
    const mine = await room.open({ kind: 'SERVICE', channel: 'WINDOW', title });
    const other = await room.open({ ...anotherMatter(), firstResponderId: room.officer.personId });
    const query = `query ($where: ServiceCaseFilter) {
      serviceCases(first: 100, where: $where) { nodes { id } } serviceCaseCounts(where: $where) { state count } }`;
    const asked = async (where: object, as = room.window) => {
      const { serviceCases, serviceCaseCounts } = await room.ask(query, { where }, as);
      return { ids: serviceCases.nodes.map(({ id }: { id: string }) => id), counts: serviceCaseCounts };
    };

    expect(await asked({ title: '100%_备' })).toEqual({ ids: [mine.id], counts: [{ state: 'REGISTERED', count: 1 }] });
    expect(await asked({ code: mine.code })).toMatchObject({ ids: [mine.id] });
    expect(await asked({ code: '%' })).toEqual({ ids: [], counts: [] });
    const owned = await asked({ mine: true });
    expect(owned.ids).toContain(mine.id);
    expect(owned.ids).not.toContain(other.id);
    expect((await asked({ mine: false })).ids).toContain(other.id);
    await room.actOn('withdrawCase', mine.id, room.window);
    expect((await asked({ open: true })).ids).not.toContain(mine.id);
    expect(await asked({ open: false, title: '100%_备' })).toMatchObject({
      counts: [{ state: 'WITHDRAWN', count: 1 }],
    });
    expect(await asked({ title: '100%_备' }, room.people.townStaff)).toEqual({ ids: [], counts: [] });
  });

  it('is counted by state for who sees the whole house as for anybody: what the list shows, accusations by their own rule (R-7)', async () => {
    const { town, county } = room.orgs;
    const everywhere = (viewer: Viewer): Viewer => ({
      ...viewer,
      posts: viewer.posts.map((post) => ({ ...post, scopeOrgId: null })),
    });
    await room.open({ ...anotherMatter(), kind: 'SERVICE', channel: 'WINDOW', responsibleOrgId: town.id });
    const danger = { safety: true, siteId: room.sites.school.id };
    const dangerous = await room.open({ ...anotherMatter(), ...danger });
    await room.actOn('withdrawCase', dangerous.id, room.window);
    await room.open({ ...anotherMatter(), ...danger });
    const restricted = { kind: 'ACCUSATION', channel: 'LETTER', responsibleOrgId: county.id, accusedOrgId: town.id };
    await room.act('openCase', room.inputOf({ ...anotherMatter(), ...restricted }), room.window, 'code');
    await runTimer(room, 'tallies');

    const query = `query ($where: ServiceCaseFilter) {
      serviceCases(first: 100, where: $where) { nodes { kind state } } serviceCaseCounts(where: $where) { state count } }`;
    const conditions = [
      ...[{}, { kind: 'SERVICE' }, { kind: 'ACCUSATION' }, { channel: 'WINDOW' }, { state: 'WITHDRAWN' }],
      ...[{ open: true }, { open: false }, { safety: true }, { safety: false, open: true }, { orgId: town.id }],
      ...[{ open: false, state: 'REGISTERED' }, { title: '路灯' }, { officerId: room.officer.personId }],
    ];
    const seen: Record<string, number> = {};
    for (const [name, viewer] of Object.entries({ officer: room.countyOfficer, window: room.window }))
      for (const as of [viewer, everywhere(viewer)])
        for (const where of conditions) {
          const { serviceCases, serviceCaseCounts } = await room.ask(query, { where }, as);
          const states = Map.groupBy(serviceCases.nodes as { state: string }[], ({ state }) => state);
          const listed = Object.fromEntries([...states].map(([state, some]) => [state, some.length]));
          const counted = serviceCaseCounts as { state: string; count: number }[];

          expect([where, Object.fromEntries(counted.map(({ state, count }) => [state, count]))]).toEqual([
            where,
            listed,
          ]);
          if (where.kind === 'ACCUSATION') seen[name] = Object.values(listed).reduce((sum, some) => sum + some, 0);
        }
    expect(seen).toEqual({ officer: 1, window: 0 });
  });

  it('of five people or more are announced as a group', async () => {
    const applicant = { name: '孙某', jointCount: 6, representatives: [{ name: '吴某' }] };
    const { id } = await room.open({ ...anotherMatter(), kind: 'PETITION', channel: 'VISIT', applicant });
    const told = await room.service.events('reception.GroupPetitionOpened.v1');

    expect(told.map(({ data }) => data)).toContainEqual(expect.objectContaining({ caseId: id, count: 6 }));
  });

  it('is due on a day, and found by it', async () => {
    const { id } = await room.open(anotherMatter());
    const query = 'query ($id: ID!) { serviceCase(id: $id) { dueAt dueOn originalDueOn } }';
    const { dueAt, dueOn, originalDueOn } = (await room.ask(query, { id }, room.window)).serviceCase;
    expect(new Date(`${dueOn}T24:00:00+08:00`).toISOString()).toBe(dueAt);
    expect(originalDueOn).toBe(dueOn);
    const due = async (days: object) => {
      const list =
        'query ($dueOn: LocalDateFilter) { serviceCases(first: 100, where: { dueOn: $dueOn }) { nodes { id } } }';
      return (await room.ask(list, { dueOn: days }, room.window)).serviceCases.nodes;
    };
    expect(await due({ gte: dueOn, lte: dueOn })).toContainEqual({ id });
    expect(await due({ gte: '2999-01-01' })).toEqual([]);
  });

  it('walks a hotline order from the window to a one-use rating code', async () => {
    const id = await room.answered(anotherMatter());
    expect(await room.refused('callBackCase', id, room.officer, { reached: true })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await room.actOn('callBackCase', id, room.window, { reached: true });

    const closing = 'ratingCode serviceCase { state oneTrip events { type } }';
    const input = { caseId: id, idempotencyKey: 'close-once' };
    const closed = await room.act('closeCase', input, room.window, closing);
    const again = await room.act('closeCase', input, room.window, closing);

    expect(closed).toMatchObject({ serviceCase: { state: 'CLOSED', oneTrip: true } });
    expect(closed.ratingCode).toMatch(/^[0-9A-Z]{26}$/);
    expect(again.ratingCode).toBeNull();
    expect(closed.serviceCase.events.map(({ type }: { type: string }) => type)).toEqual([
      'OPEN',
      'ACCEPT',
      'START',
      'ANSWER',
      'CALLBACK',
      'CLOSE',
    ]);
  });

  it('has somebody responsible at any moment (R-2)', async () => {
    const { window, officer } = room;
    const { publicist } = room.people;
    const { id, responsiblePerson } = await room.open(anotherMatter());
    expect(responsiblePerson.id).toBe(window.personId);

    const handed = await room.actOn('handFirstAsk', id, window, { toPersonId: publicist.personId });
    expect(handed.responsiblePerson.id).toBe(window.personId);
    const mine = async (page = '') =>
      (await room.ask(`{ myCases(first: 100${page}) { nodes { id } } }`, {}, publicist)).myCases.nodes;
    expect(await mine()).toContainEqual({ id });
    expect(await mine(', states: [REGISTERED]')).toContainEqual({ id });
    expect(await mine(', states: [CLOSED]')).not.toContainEqual({ id });
    const taken = await room.actOn('acceptFirstAsk', id, publicist);
    expect(taken.responsiblePerson.id).toBe(publicist.personId);
    const accepted = await room.actOn('acceptCase', id, officer);
    expect(accepted.responsiblePerson.id).toBe(officer.personId);
    const moved = await room.actOn('transferCase', id, officer, {
      toOrgId: room.orgs.emergencyBureau.id,
      reason: '职责不符',
    });
    expect(moved.responsiblePerson.id).toBe(publicist.personId);
  });

  it('pauses for what is missing, once; again only by the head with the fault on record (R-3)', async () => {
    const { id, dueAt } = await room.open({ ...anotherMatter(), kind: 'SERVICE', channel: 'WINDOW' });
    await room.actOn('issueOneTimeNotice', id, room.window, { items: ['身份证', '承诺书'] });
    room.service.clock.advance({ days: 2 });
    const back = await room.actOn('supplementCase', id, room.window);

    expect(Date.parse(back.dueAt) - Date.parse(dueAt)).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect(back.originalDueAt).toBe(dueAt);
    expect(await room.refused('issueOneTimeNotice', id, room.window, { items: ['照片'] })).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'R-3',
    });
    const fault = { items: ['照片'], fault: '首次告知不完整' };
    expect(await room.refused('demandSupplementAgain', id, room.officer, fault)).toMatchObject({ code: 'FORBIDDEN' });
    const second = await room.actOn('demandSupplementAgain', id, room.head, fault);
    expect(second).toMatchObject({ state: 'SUPPLEMENT', secondSupplement: true });
    expect(second.supplementDemands[1]).toEqual({ ordinal: 2, ...fault });
  });

  it('is handed on in its days and never after an arbitration', async () => {
    const to = { toOrgId: room.orgs.emergencyBureau.id, reason: '职责不符' };
    const { id } = await room.open(anotherMatter());
    const settled = await room.actOn('arbitrateCaseResponsibility', id, room.director, to);
    expect(settled.responsibleOrg.id).toBe(to.toOrgId);
    expect(
      await room.refused('transferCase', id, room.emergencyOfficer, { ...to, toOrgId: room.orgs.town.id }),
    ).toMatchObject({ code: 'GUARD_FAILED' });

    const late = await room.open(anotherMatter());
    room.service.clock.advance({ days: 5 });
    expect(await room.refused('transferCase', late.id, room.officer, to)).toMatchObject({ code: 'DEADLINE_PASSED' });
  });

  it('is extended once, by the head, by at most ten working days', async () => {
    const { id, dueAt } = await room.open(anotherMatter());
    await room.actOn('acceptCase', id, room.officer);
    await room.actOn('startHandling', id, room.officer, { noInterest: true });
    const more = { days: 10, reason: '情况复杂' };

    expect(await room.refused('extendCase', id, room.officer, more)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await room.refused('extendCase', id, room.head, { ...more, days: 11 })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const extended = await room.actOn('extendCase', id, room.head, more);
    expect(extended.dueAt > dueAt && extended.originalDueAt === dueAt).toBe(true);
    expect(await room.refused('extendCase', id, room.head, more)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('is handled again twice at most, then once more under the eyes of supervision', async () => {
    const back = { reason: 'NOT_DONE', ground: '未解决' };
    const hand = 'handCaseToSupervision';
    const answerAgain = async (id: string) => {
      await room.actOn('answerCase', id, room.officer, { text: '再次修复', result: 'HANDLED' });
      await room.actOn('callBackCase', id, room.window, { reached: true });
    };
    const id = await room.answered(anotherMatter());
    await room.actOn('callBackCase', id, room.window, { reached: true });
    for (const round of [1, 2]) {
      expect(await room.refused(hand, id, room.window, back)).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-REDO' });
      expect((await room.actOn('redoCase', id, room.window, back)).redoCount).toBe(round);
      await answerAgain(id);
    }
    expect(await room.refused('redoCase', id, room.window, back)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await room.refused(hand, id, room.officer, back)).toMatchObject({ code: 'FORBIDDEN' });

    expect(await room.actOn(hand, id, room.window, back)).toMatchObject({ state: 'HANDLING', redoCount: 2 });

    expect((await room.service.events()).at(-1)).toMatchObject({
      type: 'reception.CaseRedoExhausted.v1',
      subject: id,
      data: { caseId: id, count: 2, reason: 'NOT_DONE' },
    });
    await answerAgain(id);
    expect(await room.refused(hand, id, room.window, back)).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-REDO' });
    expect(await room.actOn('closeCase', id, room.window)).toMatchObject({ state: 'CLOSED' });
  });

  it('counts the visits of the applicant (R-4) and five representatives at most (R-6)', async () => {
    const applicant = (representatives: number) => ({
      name: '李四',
      jointCount: 30,
      representatives: Array.from({ length: representatives }, (_, index) => ({ name: `代表${index}` })),
    });
    const joint = { ...anotherMatter(), kind: 'PETITION', channel: 'VISIT' };

    expect((await room.open({ ...joint, applicant: applicant(5) })).applicant.representatives).toHaveLength(5);
    expect(
      await room.refusal('openCase', room.inputOf({ ...joint, applicant: applicant(6) }), room.window),
    ).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      rule: 'R-6',
    });
  });

  it('shows nobody the name of a confidential applicant but who handles it, and masked', async () => {
    const { id } = await room.open({
      ...anotherMatter(),
      applicant: { name: '王小明', phone: '16099998888', confidential: true },
    });
    const seen = async (as: typeof room.window) =>
      (await room.ask('query ($id: ID!) { serviceCase(id: $id) { applicant { name phone } } }', { id }, as))
        .serviceCase;

    expect((await seen(room.window)).applicant).toEqual({ name: '王*', phone: '160****8888' });
    expect((await seen(room.head)).applicant).toEqual({ name: null, phone: null });
    expect(await room.refusal('revealContact', { subjectId: id, reason: '回访' }, room.head)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const clear = await room.act('revealContact', { subjectId: id, reason: '回访' }, room.piiReader, 'name phone');
    expect(clear).toEqual({ name: '王小明', phone: '16099998888' });
  });

  it('announces once that a limit has passed', async () => {
    const { id } = await room.open(anotherMatter());
    room.service.clock.advance({ days: 20 });
    await room.findLateCases();
    await room.findLateCases();

    const told = (await room.service.events('CaseOverdue')).filter(({ subject }) => subject === id);
    expect(told).toHaveLength(1);
  });

  it('lets nobody else open one, and asks for a place with a danger', async () => {
    const input = room.inputOf(anotherMatter());
    expect(await room.refusal('openCase', input, room.officer)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await room.refusal('openCase', { ...input, safety: true }, room.window)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'siteId',
    });
    const siteId = room.sites.school.id;
    const dangerous = await room.open({ ...anotherMatter(), safety: true, siteId });
    const [opened] = (await room.service.events('CaseOpened')).filter(({ subject }) => subject === dangerous.id);
    expect(opened?.data).toMatchObject({ safety: true, siteId });
  });
});
