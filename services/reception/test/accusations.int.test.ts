import { AuditEntity } from '@chengqi/office-kernel';
import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

const canary = 'CANARY-7f3a';
const everything = `query ($id: ID!, $code: String!, $county: ID!, $unit: ID!, $person: ID!) {
  serviceCase(id: $id) { title }
  serviceCaseByCode(orgId: $county, code: $code) { title }
  serviceCases { totalCount nodes { title text events { text } } }
  restricted: serviceCases(where: { kind: ACCUSATION }) { totalCount nodes { id } }
  myCases { totalCount nodes { id } }
  caseBoard(orgId: $county) { byKindState { kind state count } }
  duplicateCandidates(caseId: $id) { id }
  _entities(representations: [{ __typename: "ServiceCase", id: $id }]) { ... on ServiceCase { title text } }
  orgs: _entities(representations: [{ __typename: "Org", id: $unit }]) { ... on Org { cases { totalCount nodes { id } } } }
  people: _entities(representations: [{ __typename: "Person", id: $person }]) { ... on Person { cases { totalCount } } }
}`;

describe.each(testDialects())('accusations on %s (R-7, scenario 11)', (dialect) => {
  let room: CasesRoom;
  let accusation: { id: string; code: string };

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
    const { orgs, inputOf, window } = room;
    const input = inputOf({
      kind: 'ACCUSATION',
      channel: 'LETTER',
      title: `反映救援科 ${canary}`,
      text: `虚报补助 ${canary}`,
      responsibleOrgId: orgs.county.id,
      accusedOrgId: orgs.emergencyBureau.id,
    });
    const receipt = await room.act('openCase', input, window, 'code state serviceCase { id }');
    expect(receipt).toMatchObject({ serviceCase: null, state: 'REGISTERED' });
    const [opened] = (await room.service.events('CaseOpened')).slice(-1);
    accusation = { id: opened?.subject ?? '', code: receipt.code };
  });
  afterAll(() => room[Symbol.asyncDispose]());

  async function seenBy(as: Viewer, id = accusation.id, code = accusation.code) {
    const { county } = room.orgs;
    const person = room.countyOfficer.personId;
    return room.ask(everything, { id, code, county: county.id, unit: county.id, person }, as);
  }

  const outsiders = (): Record<string, Viewer> => {
    const { people, orgs } = room;
    return {
      'the head of the accused unit': people.emergencyHead,
      'a member of a division of the accused unit': people.rescueHandler,
      'an inspector of the accused unit with scope over the county': people.inspector,
      'a case officer of the accused unit': room.emergencyOfficer,
      'a case officer of another unit': room.officer,
      'the window that registered it': room.window,
      'the office director': people.director,
      'a supervisor': people.supervisor,
      'an auditor': people.auditor,
      'an analyst': people.analyst,
      'the accused with the very roles': {
        ...room.countyOfficer,
        posts: [...room.countyOfficer.posts, { orgId: orgs.rescueDivision.id, scopeOrgId: orgs.county.id, roles: [] }],
      },
    };
  };

  it('is the same as absent to everybody else, by every path', async () => {
    for (const [who, viewer] of Object.entries(outsiders())) {
      const seen = await seenBy(viewer);
      expect([who, seen]).toEqual([who, await seenBy(viewer, 'cas_00000000000000000000000000', '霁办件2026-99999')]);
      expect(JSON.stringify(seen)).not.toContain(canary);
      expect([who, seen.restricted.totalCount]).toEqual([who, 0]);
    }
  });

  it('is refused to them as absent, and the attempt is on record', async () => {
    for (const viewer of Object.values(outsiders())) {
      for (const name of ['acceptCase', 'withdrawCase', 'closeCase', 'handFirstAsk'])
        expect(
          (
            await room.refused(
              name,
              accusation.id,
              viewer,
              name === 'handFirstAsk' ? { toPersonId: room.window.personId } : {},
            )
          ).code,
        ).toBe('NOT_FOUND');
    }
    await room.service.kit.settled();
    const log = await room.service.db.read.getRepository(AuditEntity).findBy({ entityId: accusation.id });
    expect(log.some(({ act, personId }) => act === 'READ_REFUSED' && personId === room.emergencyOfficer.personId)).toBe(
      true,
    );
  });

  it('is read by the competent officer only, who leaves a trace', async () => {
    const seen = await seenBy(room.countyOfficer);

    expect(seen.serviceCase.title).toContain(canary);
    expect(seen.restricted.totalCount).toBe(1);
    const log = await room.service.db.read.getRepository(AuditEntity).findBy({ entityId: accusation.id, act: 'READ' });
    expect(log.map(({ personId }) => personId)).toContain(room.countyOfficer.personId);
  });

  it('is not told even to services', async () => {
    const { data } = await room.service.execute(
      'query ($id: ID!) { _entities(representations: [{ __typename: "ServiceCase", id: $id }]) { ... on ServiceCase { text } } }',
      { id: accusation.id },
      { ...room.countyOfficer, kind: 'system', personId: null, posts: [] },
    );
    expect(JSON.stringify(data ?? null)).not.toContain(canary);
  });

  it('travels as kind, code and times', async () => {
    const [opened] = (await room.service.events('CaseOpened')).filter(({ subject }) => subject === accusation.id);

    expect(opened?.orgid).toBeNull();
    expect(opened?.data).toMatchObject({
      responsibleOrgId: null,
      siteId: null,
      safety: false,
      title: null,
      text: null,
      callId: null,
    });
    expect(JSON.stringify(await room.service.events())).not.toContain(canary);
  });

  it('is worked by those who may read it, and given to nobody below the accused', async () => {
    const { countyOfficer, otherCountyOfficer, orgs } = room;
    await room.actOn('acceptCase', accusation.id, countyOfficer);
    expect(
      await room.refused('transferCase', accusation.id, countyOfficer, {
        toOrgId: orgs.rescueDivision.id,
        reason: '转办',
      }),
    ).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-7' });
    await room.actOn('startHandling', accusation.id, countyOfficer, { noInterest: true });
    await room.actOn('answerCase', accusation.id, countyOfficer, { text: `查实 ${canary}`, result: 'SUPPORTED' });
    await room.actOn('callBackCase', accusation.id, otherCountyOfficer, { reached: true });
    const closed = await room.actOn('closeCase', accusation.id, otherCountyOfficer);
    expect(closed.state).toBe('CLOSED');
  });

  it('is not registered with the accused, nor without one', async () => {
    const { orgs, inputOf, window } = room;
    const input = {
      kind: 'ACCUSATION',
      accusedOrgId: orgs.emergencyBureau.id,
      responsibleOrgId: orgs.rescueDivision.id,
    };
    expect(await room.refusal('openCase', inputOf(input), window)).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-7' });
    expect(await room.refusal('openCase', inputOf({ kind: 'ACCUSATION' }), window)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await room.refusal('openCase', inputOf({ accusedOrgId: orgs.town.id }), window)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('does not betray itself as a duplicate', async () => {
    const { orgs, inputOf, window } = room;
    const same = { title: `反映救援科 ${canary}`, responsibleOrgId: orgs.educationBureau.id };
    const plain = await room.act('openCase', inputOf(same), window, 'state serviceCase { duplicateOf { id } }');
    expect(plain).toEqual({ state: 'REGISTERED', serviceCase: { duplicateOf: null } });

    const again = inputOf({
      ...same,
      kind: 'ACCUSATION',
      accusedOrgId: orgs.emergencyBureau.id,
      responsibleOrgId: orgs.county.id,
    });
    expect(await room.act('openCase', again, window, 'state')).toEqual({ state: 'REGISTERED' });
  });

  it('belongs to a person who is accused as little', async () => {
    const { orgs, inputOf, window } = room;
    const accused = await deliverPerson(room.service, {
      staffNo: 'X900',
      name: '被反映人',
      roles: ['CASE_OFFICER'],
      org: orgs.governmentOffice,
      scope: orgs.county,
    });
    const input = inputOf({
      kind: 'ACCUSATION',
      title: '反映个人',
      accusedPersonId: accused.personId,
      responsibleOrgId: orgs.county.id,
    });
    await room.act('openCase', input, window, 'code');
    const ask = async (as: Viewer) =>
      (await room.ask('{ serviceCases(where: { kind: ACCUSATION }) { nodes { title } } }', {}, as)).serviceCases.nodes;

    expect((await ask(room.countyOfficer)).map(({ title }: { title: string }) => title)).toContain('反映个人');
    expect((await ask(accused)).map(({ title }: { title: string }) => title)).not.toContain('反映个人');
  });
});
