import { deliverDays, deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { runTimer } from './exchange.ts';
import { openWindow } from './window.ts';

export const caseFields = `id code kind state dueAt originalDueAt overdue safety visitsCount oneTrip redoCount secondSupplement version
  responsibleOrg { id } firstResponder { id } officer { id } responsiblePerson { id } duplicateOf { id code }
  applicant { name phone anonymous confidential representatives } allowedActions supplementDemands { ordinal items fault }
  petition { stage noticeDueOn objectionDueOn finishDueOn extendedFinishDueOn reviewDueOn opinions { stage upheld } }
  answer { text result signedBy { id } } events { type }`;

export type CasesRoom = Awaited<ReturnType<typeof openCasesRoom>>;
type Input = Record<string, unknown>;

/** The window with the people who handle cases, and the National Day week in its calendar. */
export async function openCasesRoom(dialect: Dialect, at?: string) {
  const office = await openWindow(dialect, at);
  const { service, orgs, people } = office;
  const { county, governmentOffice, educationBureau, emergencyBureau, town } = orgs;
  let count = 500;
  const person = (org: typeof county, roles: readonly string[], scope = org) => {
    count += 1;
    return deliverPerson(service, { staffNo: `X${count}`, name: `受理${count}`, roles, org, scope });
  };
  const staff = {
    officer: await person(educationBureau, ['CASE_OFFICER']),
    otherOfficer: await person(educationBureau, ['CASE_OFFICER']),
    emergencyOfficer: await person(emergencyBureau, ['CASE_OFFICER']),
    countyOfficer: await person(governmentOffice, ['CASE_OFFICER'], county),
    otherCountyOfficer: await person(governmentOffice, ['CASE_OFFICER'], county),
    townOfficer: await person(town, ['CASE_OFFICER']),
    piiReader: await person(governmentOffice, ['PII_READ'], county),
    window: people.window,
    head: people.educationHead,
    director: people.director,
  };
  await deliverDays(service, {
    '2026-09-20': 'MAKEUP_WORKDAY',
    '2026-09-25': 'HOLIDAY',
    ...Object.fromEntries([1, 2, 5, 6, 7].map((day) => [`2026-10-0${day}`, 'HOLIDAY' as const])),
    '2026-10-10': 'MAKEUP_WORKDAY',
  });

  const inputOf = (changes: Input = {}) => ({
    kind: 'HOTLINE',
    channel: 'PHONE',
    title: '反映路灯不亮',
    text: '学校门口路灯不亮，请修复。',
    applicant: { name: '张三丰', phone: '16012345678' },
    responsibleOrgId: educationBureau.id,
    ...changes,
  });

  const open = async (changes: Input = {}, as: Viewer = people.window) => {
    const selection = `code state serviceCase { ${caseFields} }`;
    const { serviceCase, ...receipt } = await office.act('openCase', inputOf(changes), as, selection);
    return { ...serviceCase, ...receipt };
  };

  /** One act on a case: the case after it. */
  const act = async (name: string, caseId: string, as: Viewer, input: Input = {}) =>
    (await office.act(name, { caseId, ...input }, as, `serviceCase { ${caseFields} }`)).serviceCase;
  const refused = (name: string, caseId: string, as: Viewer, input: Input = {}) =>
    office.refusal(name, { caseId, ...input }, as);

  /** Up to the answer that the applicant has. */
  async function answered(changes: Input = {}): Promise<string> {
    const { id, kind } = await open(changes);
    await act('acceptCase', id, staff.officer);
    await act('startHandling', id, staff.officer, { noInterest: true });
    await act('answerCase', id, staff.officer, { text: '已修复', result: 'HANDLED' });
    if (kind === 'PETITION') await act('signCaseAnswer', id, staff.head);
    return id;
  }

  const findLateCases = () => runTimer(office, 'deadlines');

  return { ...office, ...staff, inputOf, open, actOn: act, refused, answered, findLateCases };
}
