import type { SecrecyLevel } from '@chengqi/schemas';
import type { TestService } from '@chengqi/service-kit/testing';
import { deliverDays, deliverOrg, deliverPerson, deliverSite, type TestOrg } from './county.ts';

/** For tests that need more rows than anybody would deliver. */
export { OrgReplicaEntity, PersonReplicaEntity } from '../replicas/replica.entity.ts';

export { deliverDays, deliverOrg, deliverPerson, deliverSite, type TestOrg, type TestSite } from './county.ts';

type Delivering = Pick<TestService, 'deliver'>;
export type County = Awaited<ReturnType<typeof seedCounty>>;

/**
 * A small county, announced by directory's own events: orgs, sites, the holidays of autumn 2026 and a person for
 * every role, all in one transaction. Staff of the government office and its divisions work for the whole county, others for their own org.
 */
export const seedCounty = (office: Pick<TestService, 'deliver' | 'db'>) => office.db.write(() => seed(office));

async function seed(office: Delivering) {
  const orgs = await seedOrgs(office);
  const sites = {
    hall: await deliverSite(office, { code: 'S-HALL', name: '政务服务大厅', org: orgs.governmentOffice }),
    warehouse: await deliverSite(office, {
      code: 'S-WARE',
      name: '应急物资仓库',
      org: orgs.emergencyBureau,
      keyPart: true,
    }),
    school: await deliverSite(office, { code: 'S-SCHOOL', name: '实验中学', org: orgs.educationBureau }),
  };
  await deliverDays(office, holidays);
  const people = { ...(await seedOfficePeople(office, orgs)), ...(await seedUnitPeople(office, orgs)) };
  return { orgs, sites, people };
}

const holidays = {
  '2026-09-20': 'MAKEUP_WORKDAY',
  '2026-09-25': 'HOLIDAY',
  '2026-09-26': 'HOLIDAY',
  '2026-09-27': 'HOLIDAY',
  '2026-10-01': 'HOLIDAY',
  '2026-10-02': 'HOLIDAY',
  '2026-10-03': 'HOLIDAY',
  '2026-10-04': 'HOLIDAY',
  '2026-10-05': 'HOLIDAY',
  '2026-10-06': 'HOLIDAY',
  '2026-10-07': 'HOLIDAY',
  '2026-10-10': 'MAKEUP_WORKDAY',
} as const;

async function seedOrgs(office: Delivering) {
  const county = await deliverOrg(office, { code: 'JC00', name: '霁川县', level: 'COUNTY' });
  const governmentOffice = await deliverOrg(office, {
    code: 'JC01',
    name: '县政府办公室',
    level: 'DEPT',
    parent: county,
    docCodes: ['霁政办发', '霁政办函', '霁政纪要'],
    fondsCode: 'J002',
  });
  const division = (code: string, name: string) =>
    deliverOrg(office, { code, name, level: 'DIVISION', parent: governmentOffice });
  const department = (code: string, name: string, docCode: string, fondsCode: string) =>
    deliverOrg(office, { code, name, level: 'DEPT', parent: county, docCodes: [docCode], fondsCode });
  const emergencyBureau = await department('JC10', '县应急管理局', '霁应急发', 'J010');
  return {
    county,
    governmentOffice,
    supervisionDivision: await division('JC0101', '督查室'),
    documentDivision: await division('JC0102', '文电科'),
    emergencyBureau,
    rescueDivision: await deliverOrg(office, {
      code: 'JC1001',
      name: '救援科',
      level: 'DIVISION',
      parent: emergencyBureau,
    }),
    educationBureau: await department('JC11', '县教育局', '霁教发', 'J011'),
    town: await deliverOrg(office, {
      code: 'JC30',
      name: '马鬃坡乡',
      level: 'TOWN',
      parent: county,
      docCodes: ['马政发'],
    }),
  };
}

type Orgs = Awaited<ReturnType<typeof seedOrgs>>;

/** The county's own office; most of its staff are cleared for work secrets. */
async function seedOfficePeople(office: Delivering, orgs: Orgs) {
  let count = 0;
  const at = (org: TestOrg, roles: readonly string[], name: string, clearance: SecrecyLevel = 'WORK_SECRET') => {
    count += 1;
    return deliverPerson(office, {
      staffNo: `JC${String(count).padStart(4, '0')}`,
      name,
      roles,
      org,
      scope: orgs.county,
      clearance,
    });
  };
  const { governmentOffice, supervisionDivision, documentDivision } = orgs;
  return {
    director: await at(governmentOffice, ['OFFICE_DIRECTOR'], '方主任'),
    leader: await at(governmentOffice, ['SIGNER', 'DUTY_LEADER'], '高县长'),
    principal: await at(governmentOffice, ['PRINCIPAL', 'SIGNER'], '祁县长'),
    secretary: await at(governmentOffice, ['MEETING_SECRETARY', 'DRAFTER'], '文秘书'),
    otherSecretary: await at(governmentOffice, ['MEETING_SECRETARY', 'DRAFTER'], '沈秘书'),
    drafter: await at(documentDivision, ['DRAFTER'], '杜拟稿'),
    reviewer: await at(documentDivision, ['REVIEWER'], '贺核稿'),
    registrar: await at(documentDivision, ['REGISTRAR'], '季文书'),
    archivist: await at(documentDivision, ['ARCHIVIST'], '戴档案'),
    classifier: await at(documentDivision, ['CLASSIFIER'], '梁定密'),
    secrecyOfficer: await at(documentDivision, ['SECRECY_OFFICER'], '米保密'),
    supervisor: await at(supervisionDivision, ['SUPERVISOR'], '丁督办'),
    otherSupervisor: await at(supervisionDivision, ['SUPERVISOR'], '宁督办'),
    coordinator: await at(supervisionDivision, ['COORDINATOR'], '协调员'),
    dutyOfficer: await at(governmentOffice, ['DUTY_OFFICER'], '段值班'),
    publicist: await at(governmentOffice, ['PUBLICIST'], '宣信息'),
    window: await at(governmentOffice, ['WINDOW'], '接待员', 'INTERNAL'),
    uncleared: await at(supervisionDivision, ['SUPERVISOR', 'REGISTRAR', 'OFFICE_DIRECTOR'], '新来的', 'INTERNAL'),
    analyst: await at(governmentOffice, ['ANALYST'], '分析员', 'INTERNAL'),
    auditor: await at(governmentOffice, ['AUDITOR'], '审计员', 'INTERNAL'),
    importer: await deliverPerson(office, {
      staffNo: 'IMPORT',
      name: '导入员',
      roles: ['IMPORTER'],
      org: governmentOffice,
      scope: null,
    }),
    admin: await deliverPerson(office, {
      staffNo: 'ADMIN',
      name: '管理员',
      roles: ['ADMIN', 'IMPORTER'],
      org: governmentOffice,
      scope: null,
    }),
  };
}

/** Bureaus and the town: roles reach the own bureau only. */
async function seedUnitPeople(
  office: Delivering,
  { county, emergencyBureau, rescueDivision, educationBureau, town }: Orgs,
) {
  let count = 100;
  const at = (org: TestOrg, roles: readonly string[], name: string, scope: TestOrg = org) => {
    count += 1;
    return deliverPerson(office, { staffNo: `JC${String(count).padStart(4, '0')}`, name, roles, org, scope });
  };
  return {
    emergencyHead: await at(emergencyBureau, ['ORG_HEAD', 'SIGNER'], '应局长'),
    emergencyRegistrar: await at(emergencyBureau, ['REGISTRAR'], '应文书'),
    safetyOfficer: await at(emergencyBureau, ['SAFETY_OFFICER'], '安全员', county),
    inspector: await at(emergencyBureau, ['INSPECTOR'], '检查员', county),
    otherInspector: await at(emergencyBureau, ['INSPECTOR'], '复查员', county),
    rescueHandler: await at(rescueDivision, ['HANDLER', 'RECTIFIER'], '救援承办', emergencyBureau),
    educationHead: await at(educationBureau, ['ORG_HEAD', 'SIGNER'], '教局长'),
    educationHandler: await at(educationBureau, ['HANDLER'], '教承办'),
    educationRectifier: await at(educationBureau, ['RECTIFIER'], '教整改'),
    educationInspector: await at(educationBureau, ['INSPECTOR'], '教检查'),
    educationRegistrar: await at(educationBureau, ['REGISTRAR'], '教文书'),
    educationSafetyOfficer: await at(educationBureau, ['SAFETY_OFFICER'], '教安全'),
    educationStaff: await at(educationBureau, [], '教职员'),
    townHead: await at(town, ['ORG_HEAD', 'SIGNER'], '马乡长'),
    townHandler: await at(town, ['HANDLER', 'RECTIFIER'], '乡承办'),
    townRegistrar: await at(town, ['REGISTRAR'], '乡文书'),
    townStaff: await at(town, [], '乡职员'),
  };
}

export { limitsOf } from './limits.ts';
export { permitted } from './permitted.ts';
export { type FoundByWords, keptTerms, searching } from './searching.ts';
export { standingIn } from './standing-in.ts';
