import type { Data } from '../client.ts';
import type { Cast, Player } from './cast.ts';
import { type Decision, dayAfter, type Parts } from './meeting.ts';
import { removeObstacle } from './obstacles.ts';
import type { PatientClient as Client } from './patient-client.ts';
import { rectify, type Works } from './rectification.ts';
import type { Stage } from './stage.ts';

/**
 * From the proposed item to the strike-off, with the hazard it requires to be put right: one that is reported already, or
 * one of its own. Answers the ids to be archived.
 */
export async function supervise(
  stage: Stage,
  client: Client,
  cast: Cast,
  parts: Parts,
  { resolutionId, hazardId: known }: Decision & { hazardId: string | null },
  now: Date,
): Promise<{ itemId: string; hazardId: string }> {
  const { office, lead, director, head, chair } = parts;
  const supervisor = cast.find('SUPERVISOR', { over: office, not: [director] });
  const both = cast.withBoth('HANDLER', { inside: lead }, 'SUPERVISOR', { over: office });
  const handler = both ?? cast.find('HANDLER', { over: lead, inside: lead, not: [head] });
  const itemId = await stage.until(
    'the decision is proposed as an item',
    async () => (await itemOf(client, director, resolutionId))?.id,
  );
  const of = { itemId };
  await stage.refused(
    supervisor,
    'registers it in place of the director',
    'registerItem',
    { ...of, feedbackCycle: 'WEEKLY' },
    ['FORBIDDEN'],
  );
  const { item } = await stage.act(
    director,
    'registers it',
    'registerItem',
    {
      ...of,
      measurableTarget: '重大火灾隐患整改率100%',
      leaderId: chair.id,
      leadOrgId: lead.id,
      dueOn: dayAfter(now, 30),
      feedbackCycle: 'WEEKLY',
    },
    'item { code }',
  );
  stage.say(`      ${item.code}`);
  await stage.until(
    'the resolution is under supervision',
    async () => (await resolutionState(client, director, resolutionId)) === 'UNDER_SUPERVISION',
  );
  const assigned = await stage.act(
    supervisor,
    `assigns it to ${lead.name}`,
    'assignItem',
    { ...of, assignments: [{ orgId: lead.id, lead: true, responsibleLeaderId: head.id }] },
    'item { assignments { id } }',
  );
  const [{ id: assignmentId }] = assigned.item.assignments;
  await stage.act(
    head,
    `accepts it; ${handler.name} does the work`,
    'acceptAssignment',
    { assignmentId, handlerId: handler.id },
    '__typename',
  );
  const hazardId = await requireRectification(stage, client, parts, supervisor, { itemId, known, now });
  await report(stage, handler, assignmentId, 40, '已完成摸排，正在整改。');
  await removeObstacle(stage, cast, parts, { itemId, supervisor, handler });
  await urge(stage, parts, supervisor, itemId);
  const works: Works = { hazardId, assignmentId, itemId, supervisor, handler, both };
  await rectify(stage, client, cast, parts, works, now);
  await stage.until('supervision knows the hazard is closed', async () =>
    (await itemOf(client, director, resolutionId))?.hazards.every(({ state }: Data) => state === 'CLOSED'),
  );
  const verification = { ...of, method: 'ONSITE', result: 'PASS', findings: '现场核实，整改到位。' };
  if (both) await stage.refused(both, 'verifies own work', 'verifyItem', verification, ['SEPARATION_OF_DUTIES']);
  await stage.act(supervisor, 'verifies it on site', 'verifyItem', verification, '__typename');
  await stage.refused(supervisor, 'strikes it off in place of who registered it', 'strikeOffItem', of, [
    'FORBIDDEN',
    'SEPARATION_OF_DUTIES',
  ]);
  await stage.act(director, 'strikes it off', 'strikeOffItem', { ...of, result: '隐患已消除。' }, '__typename');
  await stage.until(
    'the resolution counts as implemented',
    async () => (await resolutionState(client, director, resolutionId)) === 'IMPLEMENTED',
  );
  return { itemId, hazardId };
}

async function requireRectification(
  stage: Stage,
  client: Client,
  parts: Parts,
  supervisor: Player,
  { itemId, known, now }: { itemId: string; known: string | null; now: Date },
): Promise<string> {
  const site = parts.lead.sites.at(0) ?? (await anySite(client, supervisor));
  const hazardDraft = {
    siteId: site.id,
    description: '疏散通道被占用，消防设施损坏。',
    level: 'MAJOR',
    category: 'FIRE',
    responsibleOrgId: parts.lead.id,
    dueOn: dayAfter(now, 20),
  };
  await stage.act(
    supervisor,
    known ? 'requires the reported hazard to be put right' : `requires a hazard at ${site.name} to be put right`,
    'requireRectification',
    known ? { itemId, hazardId: known } : { itemId, hazardDraft },
    '__typename',
  );
  return stage.until('the hazard is reported and linked', async () => {
    const data = await client.run(
      supervisor.staffNo,
      'query ($id: ID!) { supervisionItem(id: $id) { hazards { hazard { id } } } }',
      { id: itemId },
    );
    return data.supervisionItem?.hazards[0]?.hazard?.id as string | undefined;
  });
}

async function anySite(client: Client, { staffNo }: Player): Promise<{ id: string; name: string }> {
  const { sites } = await client.run(staffNo, '{ sites(first: 1) { nodes { id name } } }');
  if (!sites.nodes[0]) throw new Error('this county has no site');
  return sites.nodes[0];
}

const report = (stage: Stage, handler: Player, assignmentId: string, percent: number, text: string) =>
  stage.act(handler, `reports ${percent} %`, 'reportProgress', { assignmentId, percent, text }, '__typename');

/** A blue notice issued and answered. */
async function urge(stage: Stage, { lead, head }: Parts, supervisor: Player, itemId: string): Promise<void> {
  await stage.refused(
    supervisor,
    'skips the ladder with a red notice',
    'issueNotice',
    { itemId, color: 'RED', toOrgId: lead.id, reason: '催办' },
    ['FORBIDDEN', 'GUARD_FAILED', 'GUARD_FAILED SUP-NOTICE'],
  );
  const noticed = await stage.act(
    supervisor,
    'issues a blue notice',
    'issueNotice',
    { itemId, color: 'BLUE', toOrgId: lead.id, reason: '请加快进度。' },
    'item { notices { id } }',
  );
  await stage.act(
    head,
    'answers it',
    'answerNotice',
    { noticeId: noticed.item.notices[0].id, answer: '本周内完成。' },
    '__typename',
  );
}

/** The item of a resolution as the director sees it; null until it has been proposed. */
export async function itemOf(client: Client, { staffNo }: Player, resolutionId: string): Promise<Data> {
  const data = await client.run(
    staffNo,
    'query ($id: ID!) { resolution(id: $id) { supervisionItem { id state hazards { state } } } }',
    { id: resolutionId },
  );
  return data.resolution?.supervisionItem;
}

async function resolutionState(client: Client, { staffNo }: Player, id: string): Promise<string> {
  const data = await client.run(staffNo, 'query ($id: ID!) { resolution(id: $id) { state } }', { id });
  return data.resolution?.state;
}
