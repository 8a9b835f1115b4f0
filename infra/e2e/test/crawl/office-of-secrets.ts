import { setTimeout as sleep } from 'node:timers/promises';
import { confirmProposals, type Data, type OfficeClient, playClosedLoop } from '@chengqi/stack';
import { tryEveryPath } from '../lonely-admin.ts';
import { type OpenedOffice, openOffice } from '../open-office.ts';
import { importHistory } from './history.ts';
import { inDays } from './literals.ts';

/** Without clearance in the demo county, and needed for the parts of a secret chain. */
const cleared = ['YX0018', 'YX0019', 'YX0020', 'YX0022', 'YX0023', 'YX0024'];

/** An office with things of several levels and owners, and links between them. */
export async function openOfficeOfSecrets(options: Parameters<typeof openOffice>[0] = {}): Promise<OpenedOffice> {
  const opened = await openOffice({ costLimit: 10_000_000, ...options });
  try {
    const { client, office } = opened;
    await clear(client);
    await playClosedLoop(office.url, { run: 'secret', secrecyLevel: 'WORK_SECRET' });
    await playClosedLoop(office.url, { run: 'open' });
    await tryEveryPath(client);
    await goOn(client);
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

/** What else happens in an office, a little of each kind, by units that do not read each other's things. */
export async function goOn(client: OfficeClient): Promise<void> {
  await importHistory(client);
  await client.settled();
  const office = createOffice(client, await known(client));
  await receive(office);
  await report(office);
  await serve(office);
  await plan(office);
  await linkSecret(office);
  await watch(office);
  await client.settled();
}

async function clear(client: OfficeClient): Promise<void> {
  const admin = client.as('admin');
  for (const staffNo of cleared) {
    const { person } = await admin.act('query ($no: String) { person(staffNo: $no) { id } }', { no: staffNo });
    await admin.act('mutation ($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }', {
      input: { personId: person.id, secrecyLevel: 'WORK_SECRET', validTo: '2030-12-31' },
    });
  }
  await confirmProposals(client.as('confirmer').act, { proposedBy: 'admin', staffNos: new Set(cleared) });
  await client.settled();
}

type Ids = Readonly<Record<string, string>>;

/** Units, people, places and rooms by their codes. */
async function known(client: OfficeClient): Promise<Ids> {
  const found = await client.as('admin').act(`{
    orgs(first: 100) { nodes { id code } }
    people(first: 100) { nodes { id code: staffNo } }
    sites(first: 100) { nodes { id code } }
    rooms(first: 100) { nodes { id code } }
  }`);
  const nodes = Object.values<Data>(found).flatMap((list) => list.nodes as { id: string; code: string }[]);
  return Object.fromEntries(nodes.map(({ id, code }) => [code, id]));
}

function createOffice(client: OfficeClient, ids: Ids) {
  return {
    ids,
    ask: (who: string, query: string) => client.as(who).act(query),
    async act(who: string, name: string, input: Data, selection = '__typename'): Promise<Data> {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const text = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
      return (await client.as(who).act(text, { input }))[name];
    },
  };
}

type Office = ReturnType<typeof createOffice>;

/** Cases, an accusation among them, and a visitor whom the window turns away for good. */
async function receive({ ids, act }: Office): Promise<void> {
  const citizen = { name: '金丝雀甲', phone: '16912340001' };
  const matter = { channel: 'WINDOW', title: '路灯不亮', text: '文昌街路灯不亮。', applicant: citizen };
  await act('YX0027', 'openCase', { ...matter, kind: 'HOTLINE', responsibleOrgId: ids.YX04 });
  await act('YX0027', 'openCase', { ...matter, kind: 'CONSULT', title: '咨询低保', responsibleOrgId: ids.YX05 });
  const accused = { accusedOrgId: ids.YX04, accusedPersonId: ids.YX0021 };
  const accusation = { ...matter, kind: 'ACCUSATION', title: '检举校服采购', responsibleOrgId: ids.YX02, ...accused };
  await act('YX0027', 'openCase', accusation);
  const visitor = { visitorName: '金丝雀丙', visitorPhone: '16912340003', kind: 'PUBLIC', purpose: '咨询政策' };
  const { visit } = await act(
    'YX0027',
    'registerVisit',
    { ...visitor, hostOrgId: ids.YX02, siteId: ids.YXS1 },
    'visit { id }',
  );
  await act('YX0030', 'registerVisit', { ...visitor, hostOrgId: ids.YX04, siteId: ids.YXS3 });
  await act('YX0004', 'blockVisitor', { visitId: visit.id, reason: '扰乱秩序', until: '2030-01-01T00:00:00Z' });
}

/** Hazards of several units and levels, one of them by somebody who does not want to be named. */
async function report({ ids, act }: Office): Promise<void> {
  const hazard = { category: 'FIRE', level: 'GENERAL', description: '灭火器压力不足' };
  await act('YX0023', 'reportHazard', { ...hazard, siteId: ids.YXS3 });
  await act('YX0026', 'reportHazard', { ...hazard, siteId: ids.YXS5, anonymous: true });
  await act('YX0018', 'reportHazard', { ...hazard, siteId: ids.YXS1, secrecyLevel: 'WORK_SECRET' });
  const duty = { kind: 'WEEKLY', name: '每周安全情况', fields: [{ key: 'found', label: '发现隐患' }] };
  const reporters = { collectorOrgId: ids.YX02, reporterOrgIds: [ids.YX04, ids.YX05] };
  const defined = await act('YX0004', 'defineReportingDuty', { ...duty, ...reporters }, 'duty { id }');
  const week = {
    dutyId: defined.duty.id,
    period: '2026-W40',
    summary: '本周平稳。',
    values: [{ key: 'found', value: 2 }],
  };
  await act('YX0022', 'submitReport', { ...week, orgId: ids.YX04 });
  await act('YX0026', 'submitReport', { ...week, orgId: ids.YX05 });
}

/** Topics of the county and of its office, one of them followed, and what each expects. */
async function watch({ ids, ask, act }: Office): Promise<void> {
  const topic = { ownerOrgId: ids.YX01, name: '路灯', keywords: ['路灯'] };
  const watched = await act('YX0007', 'createFocusTopic', topic, 'topic { id }');
  await act('YX0004', 'createFocusTopic', { ownerOrgId: ids.YX02, name: '低保', keywords: ['低保'] });
  await act('YX0007', 'proposeItem', {
    source: { type: 'FOCUS_TOPIC', id: watched.topic.id },
    ...{ ownerOrgId: ids.YX01, title: '路灯维护', requirement: '排查全部路灯。' },
  });
  // A timer sees that an item answers the topic; the oracle looks once.
  const state = async () =>
    (await ask('YX0007', `{ focusTopic(id: "${watched.topic.id}") { state } }`)).focusTopic.state;
  while ((await state()) !== 'SUPERVISED') await sleep(200);
  const feedback = { name: '在办事项每周反馈', kind: 'FEEDBACK', period: 'WEEKLY' };
  await act('YX0007', 'expectCoverage', { ...feedback, ownerOrgId: ids.YX01 });
  await act('YX0004', 'expectCoverage', { name: '值班', kind: 'DUTY', period: 'MONTHLY', ownerOrgId: ids.YX02 });
}

/** What the units serve, where matters go, and a document that everybody may read. */
async function serve({ ids, act }: Office): Promise<void> {
  const content = { name: '低保申请', channels: ['WINDOW'], materials: [{ name: '身份证' }] };
  const limits = { legalDays: 20, promisedDays: 10 };
  await act('YX0025', 'publishMatter', { orgId: ids.YX05, code: 'DB-1', content: { ...content, ...limits } });
  await act('admin', 'addRoutingRule', { orgId: ids.YX01, content: { topic: '校车', toOrgId: ids.YX04 } });
  const signed = { kind: 'NOTICE', docCode: '云政办发', issuingOrgId: ids.YX02, scanDigest: 'a'.repeat(64) };
  const people = { drafterId: ids.YX0006, reviewerId: ids.YX0005, signerId: ids.YX0004 };
  const paper = { ...signed, ...people, mainRecipientIds: [ids.YX04, ids.YX05], signedAt: inDays(-1) };
  await act('YX0009', 'enterSignedDocument', { ...paper, title: '开放日通知', secrecyLevel: 'PUBLIC' });
  const disputed = [
    { title: '内部事项', secrecyLevel: 'INTERNAL', mainRecipientIds: [ids.YX04] },
    { title: '保密事项', secrecyLevel: 'WORK_SECRET' },
  ];
  for (const more of disputed) {
    const { document } = await act('YX0009', 'enterSignedDocument', { ...paper, ...more }, 'document { id }');
    const asked = { documentId: document.id, subject: '职责分工', partyOrgIds: [ids.YX04] };
    await act('YX0004', 'requestCoordination', asked);
  }
}

/** Meetings, one of them with an item of its level, and rooms for them. */
async function plan({ ids, act }: Office): Promise<void> {
  const span = { startAt: inDays(20), endAt: inDays(21), mode: 'ONSITE', type: 'OFFICE' };
  const people = { organizerOrgId: ids.YX02, secretaryId: ids.YX0006, chairId: ids.YX0004 };
  const attendees = [{ personId: ids.YX0021 }, { personId: ids.YX0026 }];
  const { meeting } = await act(
    'YX0006',
    'planMeeting',
    { ...span, ...people, title: '办公会', attendees },
    'meeting { id }',
  );
  const agenda = [
    { title: '冬季安全' },
    { title: '人事事项', secrecyLevel: 'WORK_SECRET', attendeeIds: [ids.YX0021], reporterId: ids.YX0004 },
  ];
  const closed = { title: '保密会', secrecyLevel: 'WORK_SECRET', attendees: attendees.slice(0, 1), agenda };
  await act('YX0006', 'planMeeting', { ...span, ...people, ...closed });
  const booked = { roomId: ids.YXR1, start: span.startAt, end: span.endAt };
  await act('YX0006', 'bookRoom', { ...booked, meetingId: meeting.id });
  await act('YX0026', 'bookRoom', { ...booked, roomId: ids.YXR3, purpose: '党政办例会', orgId: ids.YX05 });
}

/** The open item, reopened, requires a secret hazard to be put right: who reads the one need not read the other. */
async function linkSecret({ ids, ask, act }: Office): Promise<void> {
  const secret = { category: 'DATA', level: 'GENERAL', description: '机房门禁失效', secrecyLevel: 'WORK_SECRET' };
  const { hazard } = await act('YX0007', 'reportHazard', { ...secret, siteId: ids.YXS1 }, 'hazard { id }');
  const { supervisionItems } = await ask('YX0004', '{ supervisionItems(first: 10) { nodes { id secrecyLevel } } }');
  const open = supervisionItems.nodes.find(({ secrecyLevel }: Data) => secrecyLevel === 'INTERNAL');
  await act('YX0002', 'reopenItem', { itemId: open.id, reason: '复查发现新问题' });
  await act('YX0007', 'requireRectification', { itemId: open.id, hazardId: hazard.id });
}
