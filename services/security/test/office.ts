import { seedCounty } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { startTestService, type TestAnswer } from '@chengqi/service-kit/testing';
import { security } from '../src/service.ts';

const hazardFields = `id code state level version dueAt originalDueAt overdue listed failCount restrictsSite allowedActions
  site { id } ownerOrg { id } plan { responsible { id } measures funds { amount } deadline contingency stopUse }
  rechecks { round result by { id } }`;

export type SecurityOffice = Awaited<ReturnType<typeof startSecurityOffice>>;

/** The service with a county, and one function for each thing that tests do over and over. */
export async function startSecurityOffice(dialect: Dialect, options: Parameters<typeof startTestService>[1] = {}) {
  const office = await startTestService(security, { ...options, dialect });
  const county = await seedCounty(office);

  /** Runs a hazard mutation and answers the hazard, or the refusal's extensions. */
  async function act(name: string, input: Record<string, unknown>, as: Viewer): Promise<TestAnswer['data']> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answer = await office.execute(
      `mutation ($input: ${type}!) { ${name}(input: $input) { hazard { ${hazardFields} } } }`,
      { input },
      as,
    );
    return answer.errors ? answer.errors[0].extensions : answer.data[name].hazard;
  }

  const { people, sites, orgs } = county;
  const report = (changes: Record<string, unknown> = {}, as: Viewer = people.educationStaff) =>
    act('reportHazard', { siteId: sites.school.id, description: '线路老化', category: 'ELECTRIC', ...changes }, as);

  /** Reports and confirms a hazard of the education bureau. */
  async function confirmed(level: 'GENERAL' | 'MAJOR') {
    const { id } = await report();
    return act(
      'confirmHazard',
      { hazardId: id, level, responsibleOrgId: orgs.educationBureau.id },
      people.safetyOfficer,
    );
  }

  const plan = (hazardId: string, changes: Record<string, unknown> = {}) =>
    act(
      'submitPlan',
      {
        hazardId,
        responsibleId: people.educationHandler.personId,
        measures: ['更换线路', '加装保护'],
        deadline: office.clock.now().toISOString().slice(0, 10),
        funds: { amount: 3000.5 },
        contingency: '断电疏散',
        interimControls: '专人值守',
        stopUse: true,
        ...changes,
      },
      people.educationHead,
    );

  const approve = (hazardId: string, recheckerId = people.inspector.personId) =>
    act('approvePlan', { hazardId, recheckerId }, people.safetyOfficer);

  const rectify = (hazardId: string, as: Viewer = people.educationRectifier) =>
    act(
      'submitRectification',
      {
        hazardId,
        results: [1, 2].map((measure) => ({ measure, evidence: { text: '完成' } })),
        preventive: '每季检查',
      },
      as,
    );

  const tell = (hazardId: string) => {
    const now = office.clock.now().toISOString();
    return act(
      'recordHazardNotices',
      { hazardId, notifiedStaffAt: now, reportedToRegulatorAt: now },
      people.safetyOfficer,
    );
  };

  const recheck = (hazardId: string, result: 'PASS' | 'FAIL', as: Viewer = people.inspector) =>
    act('recheckHazard', { hazardId, result, findings: '现场查看', evidence: [{ text: '照片' }] }, as);

  return { ...office, ...county, act, report, confirmed, plan, approve, rectify, tell, recheck };
}
