import type { Data } from '../client.ts';
import type { Cast, Player } from './cast.ts';
import type { Parts } from './meeting.ts';
import type { PatientClient as Client } from './patient-client.ts';
import type { Actor, Stage } from './stage.ts';

/** What a citizen told of, from the call that nobody took to the case that waits for its answer. */
export interface Matter {
  readonly caseId: string;
  readonly caseCode: string;
  readonly hazardId: string;
  readonly window: Player;
  readonly officer: Player;
}

const citizen: Actor = { staffNo: null, name: '来电群众' };
const title = '反映公共场所消防通道堵塞';
const told = '疏散通道被杂物占用，消防设施损坏，请尽快处理。';

/** Saga 5 up to the hazard: a call is missed, called back, opened as a case tagged safety, and becomes a hazard. */
export async function takeCall(
  stage: Stage,
  client: Client,
  cast: Cast,
  parts: Parts,
  { run, now }: { run: string; now: Date },
): Promise<Matter> {
  const duty = await dutyRoom(client, cast, parts);
  const callId = await missCall(stage, client, duty, { run, now });
  await callBack(stage, client, duty.officer, callId);
  await stage.act(
    duty.officer,
    'writes down what the caller told',
    'logCall',
    { callId, classification: 'HELP', summary: told, urgent: true },
    '__typename',
  );
  return openCase(stage, client, cast, parts, { callId, phone: phoneOf(run) });
}

interface DutyRoom {
  readonly officer: Player;
  readonly line: string;
}

/** Whoever serves now, or any duty officer of a county without a roster for today. */
async function dutyRoom(client: Client, cast: Cast, { office, director }: Parts): Promise<DutyRoom> {
  const { org } = await client.run(
    director.staffNo,
    'query ($id: ID!) { org(id: $id) { dutyPhone onDutyNow { phone officers { id } } } }',
    { id: office.id },
  );
  const [serving] = org.onDutyNow?.officers ?? [];
  return {
    officer: serving ? cast.player(serving.id) : cast.find('DUTY_OFFICER', { over: office }),
    line: org.onDutyNow?.phone ?? org.dutyPhone ?? '82220001',
  };
}

/** Its own for each run, so that nobody's calls join another's; with a prefix that is not in public use. */
const phoneOf = (run: string): string =>
  `169${String([...run].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 100_000_000, 7)).padStart(8, '0')}`;

async function missCall(
  stage: Stage,
  client: Client,
  { officer, line }: DutyRoom,
  { run, now }: { run: string; now: Date },
): Promise<string> {
  const before = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();
  const callRef = `C-${run}`;
  const leg = {
    cdrNo: `${run}-1`,
    callRef,
    lineNo: line,
    direction: 'IN',
    callerNumber: phoneOf(run),
    calledNumber: line,
    hop: 1,
    ringAt: before(120),
    endAt: before(75),
    cause: 'NO_ANSWER',
  };
  const legs = 'recorded refused { cdrNo code }';
  await stage.act(officer, 'gets a call of the exchange that nobody took', 'importCdr', { legs: [leg] }, legs);
  const backwards = { ...leg, cdrNo: `${run}-2`, hop: 2, endAt: before(300) };
  const { refused } = await stage.act(
    officer,
    'gets it once more, and one that goes backwards',
    'importCdr',
    { legs: [leg, backwards] },
    legs,
  );
  if (refused.length !== 2) throw new Error(`the exchange's faults were not refused: ${JSON.stringify(refused)}`);
  stage.say(`      ${refused.map(({ cdrNo, code }: Data) => `${cdrNo} ${code}`).join(', ')}`);
  const { callByRef: call } = await client.run(
    officer.staffNo,
    'query ($ref: String!) { callByRef(callRef: $ref) { id outcome } }',
    { ref: callRef },
  );
  if (call?.outcome !== 'MISSED') throw new Error(`the call is ${call?.outcome}, not MISSED`);
  return call.id;
}

async function callBack(stage: Stage, client: Client, officer: Player, callId: string): Promise<void> {
  const { call } = await client.run(
    officer.staffNo,
    'query ($id: ID!) { call(id: $id) { callback { id callerMasked end } } }',
    { id: callId },
  );
  const of = { callbackId: call.callback.id };
  await stage.refused(officer, 'gives the caller up without an attempt', 'closeCallback', { ...of, reason: '无' }, [
    'GUARD_FAILED R-1',
  ]);
  await stage.act(
    officer,
    `calls ${call.callback.callerMasked} back`,
    'attemptCallback',
    { ...of, result: 'REACHED' },
    'callback { end }',
  );
}

async function openCase(
  stage: Stage,
  client: Client,
  cast: Cast,
  { office, lead }: Parts,
  { callId, phone }: { callId: string; phone: string },
): Promise<Matter> {
  const officer = cast.find('CASE_OFFICER', { over: lead, inside: lead });
  const window = cast.find('WINDOW', { over: lead, outside: lead, not: [officer] });
  const site = lead.sites.at(0) ?? office.sites.at(0);
  if (!site) throw new Error(`neither ${lead.name} nor ${office.name} has a place`);
  const opened = await stage.act(
    window,
    `opens a case: a danger at ${site.name}`,
    'openCase',
    {
      kind: 'HOTLINE',
      channel: 'PHONE',
      title,
      text: told,
      applicant: { name: '陈来电', phone },
      responsibleOrgId: lead.id,
      siteId: site.id,
      safety: true,
      callId,
    },
    'code serviceCase { id }',
  );
  const { code } = opened;
  const caseId: string = opened.serviceCase.id;
  stage.say(`      ${code}`);
  const hazardId = await stage.until('the case is a reported hazard', async () => {
    const { serviceCase } = await client.run(
      window.staffNo,
      'query ($id: ID!) { serviceCase(id: $id) { hazard { id state } } }',
      { id: caseId },
    );
    return serviceCase?.hazard?.state === 'REPORTED' && (serviceCase.hazard.id as string);
  });
  await stage.act(officer, 'accepts the case', 'acceptCase', { caseId }, '__typename');
  await stage.act(officer, 'begins', 'startHandling', { caseId, noInterest: true }, '__typename');
  return { caseId, caseCode: code, hazardId, window, officer };
}

/** From the answer to the rating, once the hazard is put right. */
export async function settleCase(stage: Stage, client: Client, matter: Matter, guesses: boolean): Promise<void> {
  const { caseId, window, officer } = matter;
  const of = { caseId };
  await stage.until('the case shows its hazard closed', async () => {
    const { serviceCase } = await client.run(
      officer.staffNo,
      'query ($id: ID!) { serviceCase(id: $id) { hazard { state } } }',
      { id: caseId },
    );
    return serviceCase?.hazard?.state === 'CLOSED';
  });
  await stage.act(
    officer,
    'answers the case',
    'answerCase',
    { ...of, text: '隐患已整改并经复查合格。', result: 'HANDLED' },
    '__typename',
  );
  await stage.refused(officer, 'calls back on own answer', 'callBackCase', { ...of, reached: true }, [
    'SEPARATION_OF_DUTIES',
    'FORBIDDEN',
  ]);
  await stage.act(window, 'calls the applicant back', 'callBackCase', { ...of, reached: true }, '__typename');
  await rate(stage, matter, guesses);
}

async function rate(stage: Stage, { caseId, window }: Matter, guesses: boolean): Promise<void> {
  const closed = await stage.act(window, 'closes the case', 'closeCase', { caseId }, 'ratingCode');
  const code = closed.ratingCode ?? (await renewCode(stage, window, caseId));
  if (guesses) {
    const guess = { code: 'A'.repeat(26), score: 1 };
    await stage.refused(citizen, 'rates with a code that nobody gave out', 'rateService', guess, ['NOT_FOUND']);
  }
  await stage.act(citizen, 'rates the service: 5', 'rateService', { code, score: 5, tags: ['办事快'] }, 'score');
  await stage.refused(citizen, 'rates it again', 'rateService', { code, score: 1 }, ['DUPLICATE']);
}

/** A crash may have taken the only showing of a code with it. */
async function renewCode(stage: Stage, window: Player, subjectId: string): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { ratingCode } = await stage.act(
      window,
      'gives out a new code for the lost one',
      'renewRatingCode',
      { subjectId },
      'ratingCode',
    );
    if (ratingCode) return ratingCode;
  }
  throw new Error('no rating code was ever shown');
}
