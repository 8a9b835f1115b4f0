import type { Message } from '@chengqi/service-kit';
import type { ListedMetric, UnfedMetric } from '../metric.ts';

type Kind = Pick<ListedMetric, 'unit' | 'kind'>;
const counted: Kind = { unit: '1', kind: 'COUNT' };
const shared: Kind = { unit: 'share', kind: 'RATE' };
const inHours: Kind = { unit: 'h', kind: 'DURATION' };
const inMinutes: Kind = { unit: 'min', kind: 'DURATION' };

const registers = {
  en: 'Drafts are given back before documents come into this system, and registers do not say when one was sent back.',
  zh: '退稿发生在公文进入本系统之前，收文登记簿也未载明退文时间。',
};
const bulletins = {
  en: 'Bulletins and briefings are not kept in this system.',
  zh: '本系统尚未管理信息简报与参阅材料。',
};
const confidential = {
  en: 'What documents keep of secrecy is read there, and none of it travels.',
  zh: '涉密管理数据仅在公文服务内查阅，不对外发布事件。',
};
const incidents = { en: 'Incidents are not kept in this system.', zh: '本系统尚未管理突发事件。' };
const queue = { en: 'The queue at the windows is not kept in this system.', zh: '本系统尚未管理窗口排队叫号。' };
const dutyRooms = {
  en: 'Checks, the log and who was on duty do not travel; security keeps them.',
  zh: '值班抽查、日志与人员不发布事件，由安全服务保管。',
};

const unfed = (
  name: string,
  [labelEn, labelZh]: readonly [string, string],
  kind: Kind,
  [definition, definitionZh]: readonly [string, string],
  why: Message,
): UnfedMetric => ({
  ...{ name, labelEn, labelZh, ...kind, definition, definitionZh, why },
  ...{ dimensions: [], owner: null, people: false },
});

/** Figures of DOMAIN 8 that no event feeds: listed with the reason, so that nobody takes a silence for a 0. */
export const unfedMetrics: readonly UnfedMetric[] = [
  unfed(
    'doc.returnRate',
    ['Drafts given back', '退稿率'],
    shared,
    [
      'Drafts given back, over drafts submitted; received documents sent back, over received ones.',
      '退回的文稿数 ÷ 送审的文稿数；退回的收文数 ÷ 收文数。',
    ],
    registers,
  ),
  unfed(
    'doc.numberGaps',
    ['Gaps in numbers', '文号断号数'],
    counted,
    ['Numbers of a series that no document has.', '文号序列中没有对应公文的号数。'],
    {
      en: 'No event tells of a series of numbers; documents answers gaps by series.',
      zh: '文号序列不发布事件，请在公文服务中按序列查询断号。',
    },
  ),
  unfed(
    'bul.readRate',
    ['Bulletins read', '简报阅知率'],
    shared,
    ['Readers who confirmed, over readers who must.', '确认阅读的人数 ÷ 应阅人数。'],
    bulletins,
  ),
  unfed(
    'bul.readLag',
    ['Time until read', '简报阅知时长'],
    inHours,
    ['Hours from publication to confirmation, median.', '自发布至确认阅读的小时数，中位数。'],
    bulletins,
  ),
  unfed(
    'adv.adoptionRate',
    ['Advice adopted', '建议采纳率'],
    shared,
    ['Papers and briefings that a leader adopted, over published ones.', '领导采纳的参阅材料与简报数 ÷ 发布数。'],
    bulletins,
  ),
  unfed(
    'adv.timeliness',
    ['Advice in time', '参谋及时率'],
    shared,
    [
      'Papers published before the meeting on their topic, over papers on topics of meetings.',
      '先于议题会议发布的材料数 ÷ 涉及会议议题的材料数。',
    ],
    bulletins,
  ),
  unfed(
    'arc.fixityOk',
    ['Records unaltered', '档案完整性合格率'],
    shared,
    ['Archived files whose digest is as it was, over files looked at.', '摘要未变的归档文件数 ÷ 检查的归档文件数。'],
    {
      en: 'Files are compared with their digests where they are read, not in rounds.',
      zh: '文件摘要在读取时校验，未定期巡检。',
    },
  ),
  unfed(
    'sec.accessRefused',
    ['Refused accesses', '越权访问拒绝数'],
    counted,
    ['Accesses refused for want of clearance.', '因密级权限不足而被拒绝的访问次数。'],
    {
      en: 'Only a refusal of what is there is audited: a figure that moves with it would tell who asks that it is there.',
      zh: '仅对实际存在的内容记录拒绝访问，统计值随之变化会泄露其存在，请由审计员查询审计记录。',
    },
  ),
  unfed(
    'sec.expiringSecrets',
    ['Secrets that expire', '即将到期的涉密文件数'],
    counted,
    ['Classified documents whose term ends soon.', '保密期限即将届满的涉密文件数。'],
    confidential,
  ),
  unfed(
    'sec.copiesUnreturned',
    ['Copies not returned', '未清退的涉密份数'],
    counted,
    ['Numbered copies that were to come back and did not.', '应退而未退的编号份数。'],
    confidential,
  ),
  unfed(
    'mtg.roomUse',
    ['Use of rooms', '会议室使用率'],
    shared,
    ['Hours of bookings that were used, over hours that may be booked.', '实际使用的预订小时数 ÷ 可预订小时数。'],
    {
      en: 'Of a room is kept whether it may be booked, not at which hours, so nothing says how much it could be used.',
      zh: '会议室只登记是否可预订，未登记可预订时段，无从计算可预订小时数。',
    },
  ),
  unfed(
    'sup.lights',
    ['Lights', '红黄绿灯占比'],
    shared,
    ['Items by their light at the end of the period.', '期末各灯色事项数及占比。'],
    {
      en: 'Lights change with the clock and without an event; supervision counts them as of a moment.',
      zh: '灯色随时间变化而不产生事件，请在督办服务中按时点统计。',
    },
  ),
  unfed(
    'sup.truth',
    ['Confirmed on the spot', '反馈真实率'],
    shared,
    ['What verifications on the spot confirmed, over what units claimed.', '现场核查属实的内容 ÷ 单位反馈的内容。'],
    {
      en: 'A verification says whether the item passed, not how much of each report was true.',
      zh: '核查只记录是否通过，不逐条记录反馈是否属实。',
    },
  ),
  unfed(
    'sup.blockedBy',
    ['Who blocks whom', '梗阻矩阵'],
    counted,
    ['Open obstacles by the unit that waits and the one waited for.', '按等待单位与被等待单位统计的未消除梗阻数。'],
    {
      en: 'Which units an obstacle waits for does not travel; supervision answers it as blockageMatrix.',
      zh: '梗阻涉及单位不发布，请查询督办服务的 blockageMatrix。',
    },
  ),
  unfed(
    'sup.blankRate',
    ['Blank cells', '空白率'],
    shared,
    ['Open blank cells, over cells of which something was expected.', '未补填的空白点数 ÷ 应有事项的点数。'],
    {
      en: 'Only what is blank travels, not how much was expected; supervision answers it for each expectation.',
      zh: '仅空白点发布事件，应报总数请在督办服务中按要求查询。',
    },
  ),
  unfed(
    'ins.findingsPer100',
    ['Findings per hundred inspections', '百次检查发现问题数'],
    counted,
    ['Findings, over inspections carried out, times 100.', '发现项数 ÷ 完成的检查数，乘以100。'],
    { en: 'Findings do not travel; only what becomes a hazard does.', zh: '检查发现项不发布事件，仅转为隐患的发布。' },
  ),
  unfed(
    'inc.count',
    ['Incidents', '突发事件数'],
    counted,
    ['Incidents by class and severity.', '按类别和等级统计的突发事件数。'],
    incidents,
  ),
  unfed(
    'inc.reportOnTime',
    ['Incidents reported in time', '突发事件按时报告率'],
    shared,
    ['Incidents reported upward within their limit, over incidents.', '期限内上报的突发事件数 ÷ 突发事件数。'],
    incidents,
  ),
  unfed(
    'inc.timeToResponse',
    ['Time to the response', '应急响应时长'],
    inMinutes,
    ['Minutes from the report of an incident to the response.', '突发事件自报告至响应的分钟数。'],
    incidents,
  ),
  unfed(
    'duty.quality',
    ['Quality of duty', '值班质量'],
    { unit: 'points', kind: 'INDEX' },
    ['Mark of a duty room, 0 to 100.', '值班室的评分，0至100分。'],
    dutyRooms,
  ),
  unfed(
    'duty.checkPass',
    ['Checks passed', '值班抽查合格率'],
    shared,
    ['Checks of duty rooms passed, over checks.', '合格的值班抽查次数 ÷ 抽查次数。'],
    dutyRooms,
  ),
  unfed(
    'duty.balance',
    ['Balance of duty', '值班均衡度'],
    { unit: 'points', kind: 'INDEX' },
    ['How evenly shifts are spread over the people of a unit.', '单位内各人值班分布的均衡程度。'],
    dutyRooms,
  ),
  unfed(
    'case.repeat',
    ['Repeated matters', '重复办件率'],
    shared,
    ['Matters brought again by the same applicant, over matters.', '同一申请人再次提出的事项数 ÷ 事项数。'],
    {
      en: 'Who applies never travels, so nobody else can tell that somebody came again.',
      zh: '申请人信息不对外发布，无法在分析中识别重复来访。',
    },
  ),
  unfed(
    'vis.wait',
    ['Time until received', '来访等候时长'],
    inMinutes,
    ['Minutes from arrival to reception.', '来访自到达至接待的分钟数。'],
    {
      en: 'A visit tells when somebody came and left, not when the host came.',
      zh: '来访仅记录到达与离开时间，未记录接待开始时间。',
    },
  ),
  unfed(
    'que.p90wait',
    ['Wait at the windows', '窗口等候时长 P90'],
    inMinutes,
    ['Minutes of waiting, 90th percentile.', '窗口等候分钟数，第 90 百分位。'],
    queue,
  ),
  unfed(
    'que.noShow',
    ['Tickets in vain', '过号率'],
    shared,
    ['Tickets that nobody answered to, over tickets.', '叫号无人应答的号数 ÷ 取号数。'],
    queue,
  ),
  unfed(
    'sat.revisit',
    ['Bad ratings revisited', '差评回访率'],
    shared,
    ['Bad ratings whose rater was asked why, over bad ratings.', '已回访评价人的差评数 ÷ 差评数。'],
    {
      en: 'Only that the rater was told travels (sat.bad100), not that somebody asked.',
      zh: '仅反馈结果发布事件（sat.bad100），回访过程不发布。',
    },
  ),
];
