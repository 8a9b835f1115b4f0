import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

const fields = `id code edition state name materials { name form required sharedData } legalDays promisedDays fee onSiteTimes
  channels retiredAt version allowedActions ownerOrg { id }`;

describe.each(testDialects())('service matters on %s', (dialect) => {
  let room: CasesRoom;

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
  });
  afterAll(() => room[Symbol.asyncDispose]());

  const content = {
    name: '食品经营许可',
    materials: [
      { name: '食品经营许可申请书', form: '原件1份' },
      { name: '营业场所平面图' },
      { name: '营业执照', sharedData: true },
    ],
    legalDays: 20,
    promisedDays: 8,
    channels: ['WINDOW', 'WEB'],
  };
  let numbered = 0;
  const publish = async (changes: object = {}) => {
    numbered += 1;
    const input = {
      orgId: room.orgs.educationBureau.id,
      code: `JY-${numbered}`,
      content: { ...content, ...changes },
    };
    return (await room.act('publishMatter', input, room.head, `matter { ${fields} }`)).matter;
  };
  const service = (matterId: string) => ({ kind: 'SERVICE', channel: 'WINDOW', matterId, responsibleOrgId: null });

  it('stores what its migrations say', async () => {
    expect(await schemaDrift(room.service.db)).toEqual([]);
  });

  it('publishes what an applicant brings, for all staff to read', async () => {
    const matter = await publish();

    expect(matter).toMatchObject({
      ...{ edition: 1, state: 'PUBLISHED', promisedDays: 8, onSiteTimes: 1, fee: null, version: 1 },
      allowedActions: ['REVISE', 'RETIRE'],
      ownerOrg: { id: room.orgs.educationBureau.id },
    });
    expect(matter.materials[0]).toEqual({
      name: '食品经营许可申请书',
      form: '原件1份',
      required: true,
      sharedData: false,
    });
    const query = 'query ($id: ID!) { matter(id: $id) { name allowedActions } }';
    expect((await room.ask(query, { id: matter.id }, room.people.townStaff)).matter).toEqual({
      name: content.name,
      allowedActions: [],
    });
  });

  it('is published by who answers for the unit, once under each number', async () => {
    const { code } = await publish();
    const input = { orgId: room.orgs.educationBureau.id, code, content };

    expect(await room.refusal('publishMatter', input, room.head)).toMatchObject({ code: 'DUPLICATE' });
    expect(await room.refusal('publishMatter', input, room.window)).toMatchObject({ code: 'FORBIDDEN' });
    const foreign = { ...input, orgId: room.orgs.town.id };
    expect(await room.refusal('publishMatter', foreign, room.head)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('tells all that is wrong with a list at once', async () => {
    const refused = await room.refusal(
      'publishMatter',
      {
        orgId: room.orgs.educationBureau.id,
        code: ' ',
        content: { ...content, promisedDays: 21, channels: [], materials: [{ name: '申请书' }, { name: '申请书' }] },
      },
      room.head,
    );

    expect(refused.code).toBe('BAD_USER_INPUT');
    expect(refused.problems.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      'code',
      'content.channels',
      'content.materials.1.name',
      'content.promisedDays',
    ]);
  });

  it('keeps an old edition for the cases that were opened under it', async () => {
    const first = await publish();
    const opened = await room.open({ ...service(first.id), title: '申请食品经营许可' });
    const input = { matterId: first.id, content: { ...content, promisedDays: 3, materials: [{ name: '承诺书' }] } };
    const next = (await room.act('reviseMatter', input, room.head, `matter { ${fields} }`)).matter;

    expect(next).toMatchObject({ code: first.code, edition: 2, state: 'PUBLISHED', promisedDays: 3 });
    const query = 'query ($id: ID!) { serviceCase(id: $id) { dueOn matter { id edition state } } }';
    const { serviceCase } = await room.ask(query, { id: opened.id }, room.window);
    expect(serviceCase.matter).toEqual({ id: first.id, edition: 1, state: 'RETIRED' });
    expect(await room.refusal('reviseMatter', input, room.head)).toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    const late = { ...room.inputOf({ ...service(first.id), title: '又一件' }) };
    expect(await room.refusal('openCase', late, room.window)).toMatchObject({ field: 'matterId' });
    const list = 'query ($where: ServiceMatterFilter) { matters(where: $where) { nodes { edition } } }';
    expect((await room.ask(list, { where: { code: first.code } }, room.window)).matters.nodes).toEqual([
      { edition: 2 },
    ]);
  });

  it('gives a case its unit and the days that are promised', async () => {
    const matter = await publish({ promisedDays: 2 });
    const opened = await room.open({ ...service(matter.id), title: '申请办学许可' });

    expect(opened.responsibleOrg.id).toBe(room.orgs.educationBureau.id);
    const query = 'query ($id: ID!) { serviceCase(id: $id) { dueOn } }';
    // Monday the 14th and two working days.
    expect((await room.ask(query, { id: opened.id }, room.window)).serviceCase.dueOn).toBe('2026-09-16');
    const hotline = room.inputOf({ matterId: matter.id, title: '热线问办学许可' });
    expect(await room.refusal('openCase', hotline, room.window)).toMatchObject({ field: 'matterId' });
  });

  it('R-3: a one-time notice names materials of the matter, once', async () => {
    const matter = await publish();
    const { id } = await room.open({ ...service(matter.id), title: '申请小餐饮登记' });

    const foreign = { items: ['营业场所平面图', '无犯罪记录证明'] };
    expect(await room.refused('issueOneTimeNotice', id, room.window, foreign)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'items.1',
      rule: 'R-3',
    });
    expect(await room.refused('issueOneTimeNotice', id, room.window, { items: ['营业执照'] })).toMatchObject({
      field: 'items.0',
    });
    const told = await room.actOn('issueOneTimeNotice', id, room.window, { items: ['营业场所平面图'] });
    expect(told).toMatchObject({ state: 'SUPPLEMENT', supplementDemands: [{ ordinal: 1, items: ['营业场所平面图'] }] });
    await room.actOn('supplementCase', id, room.window);
    expect(await room.refused('issueOneTimeNotice', id, room.window, { items: ['营业场所平面图'] })).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'R-3',
    });
  });

  it('finds matters by words of their names, taking wildcards for what they are', async () => {
    await publish({ name: '100%公益林认定' });
    const list = 'query ($where: ServiceMatterFilter) { matters(where: $where) { nodes { name } } }';
    const named = async (name: string) => (await room.ask(list, { where: { name } }, room.window)).matters.nodes;

    expect(await named('100%公')).toEqual([{ name: '100%公益林认定' }]);
    expect(await named('1_0%')).toEqual([]);
  });
});
