import { instructionGiven } from '@chengqi/schemas/events/documents';
import {
  caseOpened,
  caseRedone,
  disputeOpened,
  ratingRemoved,
  ratingSubmitted,
} from '@chengqi/schemas/events/reception';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const fields = 'id version name keywords state heat trend sources { kind group weight count } allowedActions';
const answered = 'items { nodes { id title state } }';

describe.each(testDialects())('focus topics on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const now = () => s.office.clock.now().toISOString();
  const ask = async (query: string, variables: Record<string, unknown>, as: Viewer) => {
    const { data, errors } = await s.office.execute(query, variables, as);
    if (errors) throw new Error([errors[0].extensions.code, errors[0].extensions.field].filter(Boolean).join(' '));
    return data;
  };
  const create = async (name: string, keywords: string[], as = s.county.people.supervisor, more: object = {}) => {
    const query = `mutation ($input: CreateFocusTopicInput!) { createFocusTopic(input: $input) { topic { ${fields} } } }`;
    const input = { ownerOrgId: s.county.orgs.county.id, name, keywords, ...more };
    return (await ask(query, { input }, as)).createFocusTopic.topic;
  };
  const change = async (input: object, as = s.county.people.supervisor) => {
    const query = `mutation ($input: ChangeFocusTopicInput!) { changeFocusTopic(input: $input) { topic { ${fields} } } }`;
    return (await ask(query, { input }, as)).changeFocusTopic.topic;
  };
  const topic = async (id: string, as = s.county.people.supervisor) =>
    (await ask(`query ($id: ID!) { focusTopic(id: $id) { ${fields} ${answered} } }`, { id }, as)).focusTopic;
  const runTimer = (name: string) => {
    const timer = supervision.start(s.office.kit).timers?.find((known) => known.name === name);
    if (!timer) throw new Error(`no timer ${name}`);
    return s.office.kit.transact(timer.run);
  };

  const instructed = (text: string | null, level: 'INTERNAL' | 'WORK_SECRET' = 'INTERNAL', times = 1) => {
    const instructionId = systemIds.next('ins');
    const { orgs, people } = s.county;
    const data = {
      ...{ instructionId, code: null, documentId: systemIds.next('inc'), text, requiresAction: false },
      ...{ leadOrgId: null, coOrgIds: [], leaderId: people.leader.personId, dueOn: null },
      ...{ supervisingOrgId: orgs.county.id, givenAt: now(), level },
    };
    return s.office.deliver(instructionGiven, instructionId, data, { secrecyLevel: level, times });
  };
  type Kind = 'SERVICE' | 'ACCUSATION' | 'STAFF_APPEAL';
  const opened = async (title: string | null, kind: Kind = 'SERVICE', orgId = s.county.orgs.educationBureau.id) => {
    const caseId = systemIds.next('cas');
    await s.office.deliver(caseOpened, caseId, {
      ...{ caseId, code: `办〔2026〕${caseId.slice(-6)}号`, kind, channel: 'WEB' as const, responsibleOrgId: orgId },
      ...{ siteId: null, safety: false, title, text: null, callId: null },
      ...{ openedAt: now(), dueAt: null, noticeDueAt: null },
    });
    return caseId;
  };
  const rated = async (caseId: string, score: number) => {
    const ratingId = systemIds.next('rat');
    const subject = { type: 'ServiceCase' as const, id: caseId };
    const orgId = s.county.orgs.educationBureau.id;
    const data = { ratingId, subject, orgId, matterId: null, score, ratedAt: now(), dueAt: null };
    await s.office.deliver(ratingSubmitted, ratingId, data);
    return ratingId;
  };

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(s.office.db)).toEqual([]);
  });

  it('what was said before counts as soon as somebody listens, by weight and by whose word it is', async () => {
    await instructed('请抓紧解决校车接送问题。', 'INTERNAL', 2);
    const caseId = await opened('校车晚点');
    await s.office.deliver(caseRedone, caseId, { caseId, at: now(), count: 1 });
    const ratingId = await rated(caseId, 1);
    await rated(caseId, 5);
    await opened('停水');
    await opened('校车司机', 'ACCUSATION');

    const made = await create('校车', ['校车', '学生接送']);
    expect(made).toMatchObject({ state: 'WATCHING', heat: 9, trend: 9, allowedActions: ['CHANGE'] });
    expect(made.sources.sort((a: { kind: string }, b: { kind: string }) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: 'BAD_RATING', group: 'PUBLIC', weight: 1, count: 1 },
      { kind: 'CASE', group: 'PUBLIC', weight: 1, count: 1 },
      { kind: 'INSTRUCTION', group: 'LEADER', weight: 5, count: 1 },
      { kind: 'REDONE', group: 'PUBLIC', weight: 2, count: 1 },
    ]);

    await s.office.deliver(ratingRemoved, ratingId, { ratingId, at: now() });
    expect(await topic(made.id)).toMatchObject({ heat: 8 });
    await opened('ＸＸ小学学生接送车');
    await opened('校车超载');
    expect(await topic(made.id)).toMatchObject({ heat: 10, state: 'FOCUS' });
    const told = (await s.office.events()).filter(({ subject }) => subject === made.id);
    expect(told.map(({ data }) => data)).toMatchObject([{ state: 'FOCUS', heat: 10 }]);
  });

  it('an open item answers a topic; closed, the topic is hot again or cools by itself', async () => {
    const { people } = s.county;
    await instructed('务必做好供暖保障。');
    await instructed('供暖问题要回访。');
    const { id } = await create('供暖', ['供暖']);
    expect(await topic(id)).toMatchObject({ state: 'FOCUS' });
    const item = await s.act(people.supervisor, 'proposeItem', { source: { type: 'FOCUS_TOPIC', id } });
    await runTimer('focus-topics');
    expect(await topic(id)).toMatchObject({
      state: 'SUPERVISED',
      items: { nodes: [{ id: item.id, title: '关注点回应：供暖', state: 'PROPOSED' }] },
    });
    const again = s.act(people.supervisor, 'proposeItem', { source: { type: 'FOCUS_TOPIC', id } });
    await expect(again).rejects.toThrow('DUPLICATE');
    const source =
      'query ($id: ID!) { supervisionItem(id: $id) { source { __typename ... on FocusTopic { id name } } } }';
    expect((await ask(source, { id: item.id }, people.supervisor)).supervisionItem.source).toEqual({
      __typename: 'FocusTopic',
      id,
      name: '供暖',
    });

    await s.act(people.director, 'rejectItem', { itemId: item.id, reason: '另案办理' });
    await runTimer('focus-topics');
    expect(await topic(id)).toMatchObject({ state: 'FOCUS' });
    s.office.clock.advance({ days: 15 });
    await runTimer('focus-topics');
    expect(await topic(id)).toMatchObject({ state: 'COOLED', heat: 4.8 });
    const states = (await s.office.events()).flatMap(({ subject, data }) =>
      subject === id ? [(data as { state: string }).state] : [],
    );
    expect(states).toEqual(['FOCUS', 'SUPERVISED', 'FOCUS', 'COOLED']);
  });

  it('other words are heard from the beginning; what is 90 days old is forgotten', async () => {
    await opened('路灯不亮');
    const { id, version } = await create('照明', ['照明']);
    expect(await topic(id)).toMatchObject({ heat: 0, sources: [] });
    expect(await change({ topicId: id, keywords: ['路灯'], expectedVersion: version })).toMatchObject({ heat: 1 });
    await expect(change({ topicId: id, name: '亮化', expectedVersion: version })).rejects.toThrow('CONFLICT_VERSION');
    s.office.clock.advance({ days: 91 });
    await runTimer('focus-signals');
    expect(await topic(id)).toMatchObject({ sources: [] });
    expect(await change({ topicId: id, keywords: ['路灯', '照明'] })).toMatchObject({ heat: 0 });
  });

  it('R-12: of disputes and appeals of staff fewer than five neither count nor are told; what is classified is not listened to', async () => {
    const { orgs } = s.county;
    const { id } = await create('待遇', ['津贴']);
    const dispute = async () => {
      const disputeId = systemIds.next('dsp');
      const facts = { disputeId, kind: 'WELFARE' as const, regime: 'PERSONNEL' as const };
      const data = { ...facts, respondentOrgId: orgs.educationBureau.id, openedAt: now(), mediationDueAt: null };
      await s.office.deliver(disputeOpened, disputeId, data);
    };
    for (let n = 0; n < 4; n += 1) await dispute();
    await instructed(null, 'WORK_SECRET');
    const counted = async () => (await topic(id)).sources;
    expect([await counted(), await topic(id)]).toMatchObject([[], { heat: 0, trend: 0 }]);
    await dispute();
    expect(await counted()).toEqual([{ kind: 'DISPUTE', group: 'STAFF', weight: 3, count: 5 }]);
    expect(await topic(id)).toMatchObject({ heat: 15, trend: 15, state: 'FOCUS' });
  });

  it('refuses who may not watch, names twice, words that say nothing; strangers do not see it', async () => {
    const { people, orgs } = s.county;
    await create('噪声', ['噪声']);
    await expect(create('噪声', ['扰民'])).rejects.toThrow('DUPLICATE');
    await expect(create('粉尘', ['尘'])).rejects.toThrow('BAD_USER_INPUT keywords.0');
    await expect(create('粉尘', [])).rejects.toThrow('BAD_USER_INPUT keywords');
    await expect(create(' ', ['粉尘'])).rejects.toThrow('BAD_USER_INPUT name');
    await expect(create('粉尘', ['粉尘'], people.educationHandler)).rejects.toThrow('FORBIDDEN');
    const elsewhere = create('粉尘', ['粉尘'], people.townStaff, { ownerOrgId: orgs.county.id });
    await expect(elsewhere).rejects.toThrow('FORBIDDEN');
    const own = await create('课后服务', ['课后'], people.supervisor, { ownerOrgId: orgs.educationBureau.id });
    expect(await topic(own.id, people.townStaff)).toBeNull();
    const stranger = s.act(people.townStaff, 'proposeItem', { source: { type: 'FOCUS_TOPIC', id: own.id } });
    await expect(stranger).rejects.toThrow(/FORBIDDEN|NOT_FOUND/);
  });

  it('the list goes by heat, by words and by state, with as many statements for one topic as for twenty', async () => {
    const { people } = s.county;
    const list = (where: object, first = 20) =>
      ask(
        `query ($where: FocusTopicFilter, $first: Int) { focusTopics(where: $where, first: $first) { totalCount nodes { ${fields} } } }`,
        { where, first },
        people.supervisor,
      );
    const { focusTopics } = await list({});
    const heats = focusTopics.nodes.map(({ heat }: { heat: number }) => heat);
    expect(heats).toEqual(heats.toSorted((a: number, b: number) => b - a));
    expect((await list({ search: '噪声' })).focusTopics.nodes).toMatchObject([{ name: '噪声' }]);
    expect((await list({ states: ['COOLED'] })).focusTopics.nodes.map(({ name }: { name: string }) => name)).toContain(
      '供暖',
    );
    for (let n = 0; n < 20; n += 1) await create(`专题${n}`, [`专题${n}号`]);
    const one = await statementsOf(() => list({}, 1));
    expect(await statementsOf(() => list({}, 20))).toBe(one);
  });
});
