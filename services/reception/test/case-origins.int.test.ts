import { hazardReported } from '@chengqi/schemas/events/security';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

describe.each(testDialects())('where cases come from and lead to, on %s', (dialect) => {
  let room: CasesRoom;
  let callId: string;

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
    const leg = {
      ...{
        cdrNo: 'L1',
        callRef: 'C1',
        lineNo: '12345',
        direction: 'IN',
        callerNumber: '16012345678',
        calledNumber: '12345',
      },
      ...{ hop: 1, ringAt: '2026-09-14T00:00:00Z', endAt: '2026-09-14T00:00:20Z', cause: 'NO_ANSWER' },
    };
    const { dutyOfficer } = room.people;
    await room.act('importCdr', { legs: [leg] }, dutyOfficer, 'recorded');
    const [missed] = await room.service.events('CallMissed');
    callId = missed?.subject ?? '';
  });
  afterAll(() => room[Symbol.asyncDispose]());

  it('belongs to the chain of the call in which it was told', async () => {
    const { id } = await room.open({ callId, safety: true, siteId: room.sites.school.id });

    const [missed] = await room.service.events('CallMissed');
    const [opened] = await room.service.events('CaseOpened');
    expect(opened).toMatchObject({ subject: id, correlationid: missed?.correlationid, data: { callId, safety: true } });
    const seen = await room.ask('query ($id: ID!) { serviceCase(id: $id) { call { id } } }', { id }, room.window);
    expect(seen.serviceCase.call).toEqual({ id: callId });
  });

  it('names neither the call nor its chain in an accusation (R-7)', async () => {
    const { orgs, inputOf, window } = room;
    const accused = { kind: 'ACCUSATION', accusedOrgId: orgs.emergencyBureau.id, responsibleOrgId: orgs.county.id };
    await room.act('openCase', inputOf({ ...accused, callId }), window, 'code');

    const [missed] = await room.service.events('CallMissed');
    const opened = (await room.service.events('CaseOpened')).at(-1);
    expect(opened?.data).toMatchObject({ kind: 'ACCUSATION', callId: null });
    expect(opened?.correlationid).not.toBe(missed?.correlationid);
  });

  it('comes from no call or visit that is not there', async () => {
    for (const origin of [{ callId: systemIds.next('cal') }, { visitId: systemIds.next('vst') }]) {
      const input = room.inputOf({ title: '另一件事', ...origin });
      expect(await room.refusal('openCase', input, room.window)).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('writes into its journal what became of the danger, once', async () => {
    const { id } = await room.open({ title: '电线老化', safety: true, siteId: room.sites.school.id });
    const hazardId = systemIds.next('haz');
    const hazard = {
      hazardId,
      code: '隐〔2026〕7号',
      siteId: room.sites.school.id,
      ownerOrgId: room.orgs.county.id,
      responsibleOrgId: null,
      level: null,
      state: 'REPORTED' as const,
      source: { type: 'ServiceCase' as const, id },
      title: null,
    };
    await room.service.deliver(hazardReported, hazardId, hazard, { times: 2 });

    const journal = 'query ($id: ID!) { serviceCase(id: $id) { events { type text } } }';
    const { serviceCase } = await room.ask(journal, { id }, room.officer);
    expect(serviceCase.events.filter(({ type }: { type: string }) => type === 'HAZARD')).toEqual([
      { type: 'HAZARD', text: '隐〔2026〕7号 已上报' },
    ]);
  });
});
