import type { Cast, Player } from './cast.ts';
import { dayAfter, type Parts } from './meeting.ts';
import type { PatientClient as Client } from './patient-client.ts';
import type { Stage } from './stage.ts';

export interface Works {
  readonly hazardId: string;
  readonly assignmentId: string;
  readonly itemId: string;
  readonly supervisor: Player;
  readonly handler: Player;
  /** Somebody of the lead org who is HANDLER and SUPERVISOR; null where nobody is both. */
  readonly both: Player | null;
}

const proof = (text: string) => ({ text, sha256: 'a'.repeat(64), fileName: '整改照片.jpg' });

/** The hazard from confirmation to its closing: a plan with all five in place, a failed recheck and a passed one. */
export async function rectify(
  stage: Stage,
  _client: Client,
  cast: Cast,
  parts: Parts,
  works: Works,
  now: Date,
): Promise<void> {
  const { lead, head, director } = parts;
  const { hazardId, supervisor, handler, assignmentId, itemId } = works;
  const of = { hazardId };
  const officer = cast.find('SAFETY_OFFICER', { over: lead, not: [head] });
  const rectifier =
    cast.seek('RECTIFIER', { over: lead, inside: lead, also: 'INSPECTOR' }) ??
    cast.find('RECTIFIER', { over: lead, inside: lead });
  const inspector = cast.find('INSPECTOR', { outside: lead, not: [rectifier, officer] });
  await stage.act(
    officer,
    'confirms the hazard as major',
    'confirmHazard',
    { ...of, level: 'MAJOR', responsibleOrgId: lead.id, dueOn: dayAfter(now, 20) },
    '__typename',
  );
  const plan = {
    ...of,
    responsibleId: rectifier.id,
    measures: ['清理疏散通道', '更换消防设施'],
    funds: { amount: 120_000, source: '应急资金' },
    deadline: dayAfter(now, 15),
    interimControls: '专人值守，限流。',
    stopUse: true,
  };
  await stage.act(head, 'submits a plan without contingency', 'submitPlan', plan, '__typename');
  await stage.refused(officer, 'approves it', 'approvePlan', { ...of, recheckerId: inspector.id }, [
    'GUARD_FAILED HAZ-2',
  ]);
  await stage.act(
    head,
    'submits the plan with all five in place',
    'submitPlan',
    { ...plan, contingency: '启动疏散预案，消防车现场待命。' },
    '__typename',
  );
  await stage.act(
    officer,
    `approves it; ${inspector.name} will recheck`,
    'approvePlan',
    { ...of, recheckerId: inspector.id },
    '__typename',
  );
  const results = [1, 2].map((measure) => ({ measure, evidence: proof('现场照片') }));
  const done = { ...of, results, rootCause: '日常管理不到位', preventive: '建立每日巡查制度' };
  await stage.act(rectifier, 'reports the rectification', 'submitRectification', done, '__typename');
  await stage.refused(rectifier, 'rechecks own work', 'recheckHazard', { ...of, result: 'PASS' }, [
    'SEPARATION_OF_DUTIES',
    'FORBIDDEN',
  ]);
  await stage.act(
    inspector,
    'rechecks: FAIL',
    'recheckHazard',
    { ...of, result: 'FAIL', findings: '一处设施未更换。' },
    '__typename',
  );
  await stage.act(
    handler,
    'reports 100 %',
    'reportProgress',
    { assignmentId, percent: 100, text: '任务完成。', evidence: [proof('整改前后对比')] },
    '__typename',
  );
  await stage.act(head, 'submits the completion', 'submitCompletion', { itemId, result: '已全部整改。' }, '__typename');
  const verification = { itemId, method: 'ONSITE', result: 'PASS', findings: '核实' };
  await stage.refused(supervisor, 'verifies it with the hazard open', 'verifyItem', verification, [
    'GUARD_FAILED SUP-5',
  ]);
  await stage.refused(director, 'strikes it off while it is verified', 'strikeOffItem', { itemId }, [
    'ILLEGAL_TRANSITION',
  ]);
  await stage.act(rectifier, 'reports the rectification again', 'submitRectification', done, '__typename');
  await stage.act(
    officer,
    'records the notices to staff and regulator',
    'recordHazardNotices',
    { ...of, notifiedStaffAt: new Date().toISOString(), reportedToRegulatorAt: new Date().toISOString() },
    '__typename',
  );
  await stage.act(
    inspector,
    'rechecks: PASS, the hazard is closed',
    'recheckHazard',
    { ...of, result: 'PASS', findings: '整改到位。', evidence: [proof('复查照片')] },
    '__typename',
  );
}
