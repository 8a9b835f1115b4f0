import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactEntity } from '../src/contacts/contact.entity.ts';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

const fields = 'id state topic kind remark site { id } area { id } toOrg { id } version allowedActions';

describe.each(testDialects())('routing rules on %s', (dialect) => {
  let room: CasesRoom;

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
  });
  afterAll(() => room[Symbol.asyncDispose]());

  const add = async (content: object) => {
    const input = { orgId: room.orgs.governmentOffice.id, content };
    return (await room.act('addRoutingRule', input, room.people.admin, `rule { ${fields} }`)).rule;
  };
  const selection = `code state serviceCase { id responsibleOrg { id } routedBy { id } events { type text } }
    routing { org { id } matchedOn explanation } duplicateCandidates { code }`;
  const open = (changes: object) =>
    room.act('openCase', room.inputOf({ responsibleOrgId: null, ...changes }), room.window, selection);

  it('place a matter, and say on what', async () => {
    const { emergencyBureau } = room.orgs;
    const rule = await add({ topic: '消防', toOrgId: emergencyBureau.id, remark: '三定方案' });
    const opened = await open({ title: '反映消防通道堵塞' });

    expect(opened.serviceCase).toMatchObject({ responsibleOrg: { id: emergencyBureau.id }, routedBy: { id: rule.id } });
    expect(opened.routing).toEqual({
      org: { id: emergencyBureau.id },
      matchedOn: ['TOPIC'],
      explanation: 'Fits by the topic “消防”; 三定方案',
    });
    expect(opened.serviceCase.events).toEqual([{ type: 'OPEN', text: '匹配：主题“消防”；三定方案' }]);
  });

  it('prefer the place to the topic, and the window to both', async () => {
    const { educationBureau, town } = room.orgs;
    await add({ siteId: room.sites.school.id, toOrgId: educationBureau.id });
    const title = '反映校内消防栓损坏';

    const placed = await open({ title, siteId: room.sites.school.id });
    expect(placed.routing).toMatchObject({ org: { id: educationBureau.id }, matchedOn: ['SITE'] });
    const named = await open({ title: '反映校外消防栓损坏', responsibleOrgId: town.id });
    expect(named).toMatchObject({ routing: null, serviceCase: { responsibleOrg: { id: town.id }, routedBy: null } });
  });

  it('are asked before anything is registered', async () => {
    const query = 'query ($facts: CaseRoutingInput!) { caseRouting(facts: $facts) { org { id } matchedOn } }';
    const asked = async (facts: object) => {
      const base = { orgId: room.orgs.county.id, kind: 'HOTLINE', title: '询问公积金' };
      return (await room.ask(query, { facts: { ...base, ...facts } }, room.window)).caseRouting;
    };
    await add({ kind: 'SUGGESTION', areaOrgId: room.orgs.educationBureau.id, toOrgId: room.orgs.town.id });

    expect(await asked({})).toBeNull();
    expect(await asked({ kind: 'SUGGESTION', siteId: room.sites.hall.id })).toBeNull();
    expect(await asked({ title: '消防演练何时举行' })).toMatchObject({ matchedOn: ['TOPIC'] });
  });

  it('that do not fit leave the choice to the window', async () => {
    const input = room.inputOf({ responsibleOrgId: null, title: '反映噪声扰民' });

    expect(await room.refusal('openCase', input, room.window)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'responsibleOrgId',
    });
    expect(await room.refusal('openCase', input, room.officer)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('R-7: never give an accusation to the accused unit', async () => {
    const { town } = room.orgs;
    await add({ kind: 'ACCUSATION', toOrgId: town.id });
    const input = room.inputOf({
      kind: 'ACCUSATION',
      title: '检举违规收费',
      responsibleOrgId: null,
      accusedOrgId: town.id,
    });

    expect(await room.refusal('openCase', input, room.window)).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-7' });
  });

  it('are edited and ended by the administrator of the register, in sight of all', async () => {
    const { town, educationBureau } = room.orgs;
    const rule = await add({ topic: '校车', toOrgId: town.id });
    const again = { orgId: room.orgs.county.id, content: { topic: '校车', toOrgId: educationBureau.id } };
    expect(await room.refusal('addRoutingRule', again, room.people.admin)).toMatchObject({
      code: 'DUPLICATE',
      existingId: rule.id,
    });
    const change = { ruleId: rule.id, content: { topic: '校车', toOrgId: educationBureau.id }, expectedVersion: 1 };
    expect(await room.refusal('changeRoutingRule', change, room.director)).toMatchObject({ code: 'FORBIDDEN' });
    const changed = await room.act('changeRoutingRule', change, room.people.admin, `rule { ${fields} }`);
    expect(changed.rule).toMatchObject({ toOrg: { id: educationBureau.id }, version: 2 });
    expect(await room.refusal('changeRoutingRule', change, room.people.admin)).toMatchObject({
      code: 'CONFLICT_VERSION',
    });
    await room.act('endRoutingRule', { ruleId: rule.id }, room.people.admin, 'rule { state }');
    const list = 'query ($where: RoutingRuleFilter) { routingRules(where: $where) { nodes { id } } }';
    const listed = async (where: object) => (await room.ask(list, { where }, room.people.townStaff)).routingRules.nodes;
    expect(await listed({ state: 'ENDED' })).toEqual([{ id: rule.id }]);
    expect(await listed({})).not.toContainEqual({ id: rule.id });
  });

  it('ask something, and lead to a unit of the same county', async () => {
    const input = (content: object) => ({ orgId: room.orgs.county.id, content });

    const blank = input({ toOrgId: room.orgs.town.id });
    expect(await room.refusal('addRoutingRule', blank, room.people.admin)).toMatchObject({ field: 'content' });
    const nowhere = input({ topic: '路灯', toOrgId: 'org_0' });
    expect(await room.refusal('addRoutingRule', nowhere, room.people.admin)).toMatchObject({
      field: 'content.toOrgId',
    });
    expect(await room.refusal('addRoutingRule', blank, room.director)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('do not keep the window from seeing what may be the same matter', async () => {
    const title = '反映消防水池渗漏';
    const first = await open({ title, applicant: { name: '李四', phone: '16012340001' } });
    const second = await open({ title, applicant: { name: '王五', phone: '16012340002' } });

    expect(second.duplicateCandidates).toEqual([{ code: first.code }]);
  });

  it('show what may be the same matter also of a number that tens of thousands have', async () => {
    const switchboard = { name: '总机', phone: '16012349999' };
    const first = await open({ title: '反映消防箱缺失', applicant: switchboard });
    const calls = Array.from({ length: 33_000 }, (_, at) => `cal_${String(at).padStart(26, '0')}`);
    await room.service.kit.db.write(async (manager) => {
      const { phoneHash } = await manager.getRepository(ContactEntity).findOneByOrFail({ phone: switchboard.phone });
      const shared = { subjectType: 'ServiceCase', position: 1, phoneHash, createdAt: room.service.clock.now() };
      for (let from = 0; from < calls.length; from += 1_000) {
        const rows = calls.slice(from, from + 1_000).map((id) => ({ ...shared, id, subjectId: id }));
        await manager.getRepository(ContactEntity).insert(rows);
      }
    });

    const second = await open({ title: '反映消防门锁闭', applicant: switchboard });
    expect(second.duplicateCandidates).toEqual([{ code: first.code }]);
  });
});
