import { createHash } from 'node:crypto';
import { type Clock, canonicalJson } from '@chengqi/service-kit';
import type { Data, Desk } from '../client.ts';

const minute = 60_000;
const day = 1440 * minute;

/** The same act is done once, however often the load begins anew. */
const keyOf = (mutation: string, input: Data): string =>
  `demo-${createHash('sha256')
    .update(`${mutation}${canonicalJson(input)}`)
    .digest('hex')
    .slice(0, 32)}`;

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** What people of 云溪县 do today: a meeting runs, others are planned, items begin, topics are watched and feedback is expected, a hazard is confirmed, a call becomes a case. */
export async function actToday(deskOf: (staffNo: string) => Desk, clock: Clock, draftTitle: string): Promise<void> {
  const today = clock.today();
  const act = async (who: string, mutation: string, input: Data, selection: string): Promise<Data> => {
    const data = await deskOf(who).act(
      `mutation Demo_${capital(mutation)}($input: ${capital(mutation)}Input!) { ${mutation}(input: $input) { ${selection} } }`,
      { input: { ...input, idempotencyKey: keyOf(mutation, input) } },
    );
    return data[mutation];
  };
  const ids = await knownIds(deskOf('YX0004'));
  const hour = Math.floor(clock.now().getTime() / (60 * minute)) * 60 * minute;
  const at = (milliseconds: number): string => new Date(hour + milliseconds).toISOString();
  const dayAfter = (days: number): string => new Date(Date.parse(today) + days * day).toISOString().slice(0, 10);

  const plan = async (title: string, startAt: string, endAt: string): Promise<string> => {
    const input = {
      ...{ title, type: 'OFFICE', organizerOrgId: ids.YX02, chairId: ids.YX0004, startAt, endAt, mode: 'ONLINE' },
      ...{ agenda: [{ title: '通报本周工作' }, { title: '研究下步安排' }] },
      attendees: [{ personId: ids.YX0007 }, { personId: ids.YX0009 }],
    };
    return (await act('YX0006', 'planMeeting', input, 'meeting { id }')).meeting.id;
  };
  const running = await plan('督查工作碰头会', at(0), at(60 * minute));
  const tomorrow = await plan('值班工作调度会', at(day), at(day + 60 * minute));
  for (const meetingId of [running, tomorrow]) await act('YX0006', 'scheduleMeeting', { meetingId }, '__typename');
  await act('YX0006', 'openMeeting', { meetingId: running }, '__typename');

  const propose = async (title: string): Promise<string> => {
    const input = { ownerOrgId: ids.YX01, title, requirement: `${title}，按期反馈。` };
    return (await act('YX0007', 'proposeItem', input, 'item { id }')).item.id;
  };
  const register = async (itemId: string, leadOrgId: string): Promise<void> => {
    const owed = { leaderId: ids.YX0002, leadOrgId, dueOn: dayAfter(30), feedbackCycle: 'WEEKLY' };
    await act('YX0004', 'registerItem', { itemId, ...owed }, '__typename');
  };
  await propose('校园周边交通秩序整治');
  const registered = await propose('老旧小区消防通道清理');
  const running2 = await propose('农村饮水安全巩固提升');
  await register(registered, ids.YX03);
  await register(running2, ids.YX05);
  const { item } = await act('YX0007', 'assignItem', { itemId: running2 }, 'item { assignments { id } }');
  await act('YX0026', 'acceptAssignment', { assignmentId: item.assignments[0].id }, '__typename');

  const watch = (name: string, keywords: readonly string[]) =>
    act('YX0007', 'createFocusTopic', { ownerOrgId: ids.YX01, name, keywords }, '__typename');
  await watch('燃气安全', ['燃气']);
  await watch('城市噪声', ['噪声', '扰民']);
  const weekly = { ownerOrgId: ids.YX01, name: '在办事项每周反馈', kind: 'FEEDBACK', period: 'WEEKLY' };
  await act('YX0004', 'expectCoverage', weekly, '__typename');

  const reported = { siteId: ids.YXS3, description: '三楼走廊消火栓被遮挡', category: 'FIRE' };
  const { hazard } = await act('YX0024', 'reportHazard', reported, 'hazard { id }');
  const judged = { level: 'GENERAL', responsibleOrgId: ids.YX04, dueOn: dayAfter(7) };
  await act('YX0023', 'confirmHazard', { hazardId: hazard.id, ...judged }, '__typename');

  const asked = { title: '反映小区停水', text: '文昌街小区自早晨起停水，请告知恢复时间。' };
  const applicant = { name: '吴来电', phone: '16900020009' };
  const opened = { kind: 'HOTLINE', channel: 'PHONE', ...asked, applicant, responsibleOrgId: ids.YX05 };
  await act('YX0027', 'openCase', opened, 'code');
  await plan(draftTitle, at(7 * day), at(7 * day + 60 * minute));
}

const staff = ['YX0002', 'YX0004', 'YX0007', 'YX0009'] as const;
const units = ['YX01', 'YX02', 'YX03', 'YX04', 'YX05'] as const;
type Known = (typeof staff)[number] | (typeof units)[number] | 'YXS3';

/** Of people, orgs and places by their codes. */
async function knownIds(desk: Desk): Promise<Readonly<Record<Known, string>>> {
  const people = staff.map((no) => `${no}: person(staffNo: "${no}") { id }`);
  const orgs = units.map((code) => `${code}: org(code: "${code}") { id }`);
  const data = await desk.act(`query Demo_Ids { ${[...people, ...orgs].join(' ')} YXS3: site(code: "YXS3") { id } }`);
  const ids = Object.entries<{ id: string }>(data).map(([name, { id }]) => [name, id]);
  return Object.fromEntries(ids) as Record<Known, string>;
}
