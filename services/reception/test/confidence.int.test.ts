import { testDialects } from '@chengqi/service-kit/testing';
import { expect, it } from '@jest/globals';
import { openCasesRoom } from './cases-room.ts';
import { answeredLeg, on, theExchange, zhang } from './exchange.ts';

const canary = '鸢尾四七';
const callQuery = `query ($callRef: String!) { callByRef(callRef: $callRef) {
  outcome callerMasked notes { summary caseCode } callback { callerMasked } } }`;

it.each(testDialects())(
  'R-7: who told an accusation by telephone is known to who may read it, on %s',
  async (dialect) => {
    await using room = await openCasesRoom(dialect);
    const { orgs, people, countyOfficer, piiReader } = room;
    const { send, call } = theExchange(room);
    const leg = answeredLeg(on('08:00'));
    await send([leg]);
    const { id: callId } = await call(leg.callRef);
    const seenBy = async (as: typeof countyOfficer) =>
      (await room.ask(callQuery, { callRef: leg.callRef }, as)).callByRef;
    const words = { callId, classification: 'COMPLAINT', summary: canary };
    await room.act('logCall', words, people.dutyOfficer, 'call { id }');
    expect(await seenBy(people.dutyOfficer)).toMatchObject({
      callerMasked: '160****5678',
      notes: [{ summary: canary }],
    });

    const accusation = room.inputOf({
      kind: 'ACCUSATION',
      title: `反映救援科 ${canary}`,
      text: `虚报补助 ${canary}`,
      responsibleOrgId: orgs.county.id,
      accusedOrgId: orgs.emergencyBureau.id,
      callId,
    });
    await room.act('openCase', accusation, people.window, 'code');

    for (const viewer of [people.dutyOfficer, people.director, people.window, piiReader]) {
      expect(await seenBy(viewer)).toEqual({ outcome: 'ANSWERED', callerMasked: null, notes: [], callback: null });
    }
    expect(await seenBy(countyOfficer)).toMatchObject({ callerMasked: '160****5678', notes: [{ summary: canary }] });
    const reveal = { subjectId: callId, reason: '回访' };
    expect(await room.refusal('revealContact', reveal, piiReader)).toMatchObject({ code: 'NOT_FOUND' });
  },
);

it.each(testDialects())('the caller of any other call is shown to PII_READ, for a reason, on %s', async (dialect) => {
  await using room = await openCasesRoom(dialect);
  const { send, call } = theExchange(room);
  const leg = answeredLeg(on('08:00'));
  await send([leg]);
  const { id: subjectId } = await call(leg.callRef);

  const shown = await room.act('revealContact', { subjectId, reason: '回访' }, room.piiReader, 'name phone');

  expect(shown).toEqual({ name: null, phone: zhang });
  expect(await room.refusal('revealContact', { subjectId, reason: ' ' }, room.piiReader)).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'reason',
  });
  expect(await room.refusal('revealContact', { subjectId, reason: '回访' }, room.people.dutyOfficer)).toMatchObject({
    code: 'FORBIDDEN',
  });
});
