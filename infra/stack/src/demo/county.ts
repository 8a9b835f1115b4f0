/** 云溪县, an invented county with as many units and people as both sagas need. */

export type DemoOrg = readonly [
  code: string,
  name: string,
  shortName: string,
  level: 'COUNTY' | 'DEPT' | 'DIVISION' | 'TOWN',
  parentCode: string | null,
  docCodes: readonly string[],
  fondsCode: string | null,
  dutyPhone: string,
];

export const officeCode = 'YX02';
export const directorNo = 'YX0004';

/** Parents before children. */
export const orgs: readonly DemoOrg[] = [
  ['YX01', '云溪县人民政府', '县政府', 'COUNTY', null, ['云政发', '云政函'], 'Y001', '8330001'],
  ['YX02', '云溪县人民政府办公室', '县政府办', 'DEPT', 'YX01', ['云政办发', '云政办函', '云政纪要'], 'Y002', '8330002'],
  ['YX0201', '县政府办综合科', '综合科', 'DIVISION', 'YX02', [], null, '8330003'],
  ['YX0202', '县政府办督查科', '督查科', 'DIVISION', 'YX02', [], null, '8330004'],
  ['YX0203', '县政府办机要文书科', '机要文书科', 'DIVISION', 'YX02', [], null, '8330005'],
  ['YX0204', '县政府总值班室', '总值班室', 'DIVISION', 'YX02', [], null, '8330006'],
  ['YX0205', '县政务服务和信访接待中心', '接待中心', 'DIVISION', 'YX02', [], null, '8330011'],
  ['YX0206', '县政府办信息研究科', '信息研究科', 'DIVISION', 'YX02', [], null, '8330012'],
  ['YX03', '云溪县应急管理局', '县应急局', 'DEPT', 'YX01', ['云应急发'], 'Y003', '8330007'],
  ['YX04', '云溪县教育局', '县教育局', 'DEPT', 'YX01', ['云教发'], 'Y004', '8330008'],
  ['YX0401', '县教育局安全科', '教育局安全科', 'DIVISION', 'YX04', [], null, '8330009'],
  ['YX05', '云溪县石桥镇人民政府', '石桥镇', 'TOWN', 'YX01', ['石政发'], 'Y005', '8330010'],
];

export type DemoPerson = readonly [
  staffNo: string,
  name: string,
  orgCode: string,
  title: string,
  roles: readonly string[],
  clearance: 'INTERNAL' | 'WORK_SECRET' | 'SECRET',
];

/** The first of a unit who is an ORG_HEAD or PRINCIPAL is its principal. */
export const people: readonly DemoPerson[] = [
  ['YX0001', '陆承远', 'YX01', '县长', ['PRINCIPAL', 'SIGNER', 'DUTY_LEADER'], 'SECRET'],
  ['YX0002', '韩若川', 'YX01', '常务副县长', ['SIGNER', 'DUTY_LEADER'], 'SECRET'],
  ['YX0003', '白晓峰', 'YX01', '副县长', ['SIGNER', 'DUTY_LEADER'], 'SECRET'],
  ['YX0004', '孟书和', 'YX02', '办公室主任', ['OFFICE_DIRECTOR', 'ORG_HEAD', 'REVIEWER', 'SIGNER'], 'SECRET'],
  ['YX0005', '顾明澜', 'YX02', '办公室副主任', ['REVIEWER', 'CLASSIFIER', 'COORDINATOR', 'DUTY_LEADER'], 'SECRET'],
  ['YX0006', '沈知微', 'YX0201', '会务秘书', ['MEETING_SECRETARY', 'DRAFTER'], 'WORK_SECRET'],
  ['YX0007', '丁一帆', 'YX0202', '督查科科长', ['SUPERVISOR'], 'WORK_SECRET'],
  ['YX0008', '谢立言', 'YX0202', '督查员', ['SUPERVISOR'], 'WORK_SECRET'],
  ['YX0009', '邓素心', 'YX0203', '机要文书', ['REGISTRAR'], 'WORK_SECRET'],
  ['YX0010', '郝文简', 'YX0203', '文书', ['REGISTRAR', 'DRAFTER'], 'WORK_SECRET'],
  ['YX0011', '钟存之', 'YX0203', '档案员', ['ARCHIVIST'], 'WORK_SECRET'],
  ['YX0012', '严守之', 'YX0203', '保密员', ['SECRECY_OFFICER'], 'SECRET'],
  ['YX0013', '龚夜安', 'YX0204', '值班员', ['DUTY_OFFICER'], 'INTERNAL'],
  ['YX0014', '秦晨曦', 'YX0204', '值班员', ['DUTY_OFFICER'], 'INTERNAL'],
  ['YX0015', '毕长宁', 'YX0204', '值班员', ['DUTY_OFFICER'], 'INTERNAL'],
  ['YX0016', '施望舒', 'YX0204', '值班员', ['DUTY_OFFICER'], 'INTERNAL'],
  ['YX0017', '蒋山河', 'YX03', '应急管理局局长', ['ORG_HEAD', 'SIGNER'], 'WORK_SECRET'],
  ['YX0018', '贺安澜', 'YX03', '安全监管员', ['SAFETY_OFFICER'], 'INTERNAL'],
  ['YX0019', '姚明察', 'YX03', '执法检查员', ['INSPECTOR'], 'INTERNAL'],
  ['YX0020', '方复核', 'YX03', '执法检查员', ['INSPECTOR', 'REGISTRAR'], 'INTERNAL'],
  ['YX0021', '柳青禾', 'YX04', '教育局局长', ['ORG_HEAD', 'SIGNER'], 'WORK_SECRET'],
  ['YX0022', '任思齐', 'YX04', '承办人', ['HANDLER', 'DRAFTER', 'REGISTRAR'], 'INTERNAL'],
  ['YX0023', '汤平安', 'YX0401', '安全科科长', ['SAFETY_OFFICER'], 'INTERNAL'],
  ['YX0024', '罗修齐', 'YX0401', '后勤管理员', ['RECTIFIER', 'INSPECTOR'], 'INTERNAL'],
  ['YX0025', '石守田', 'YX05', '石桥镇镇长', ['ORG_HEAD', 'SIGNER'], 'WORK_SECRET'],
  ['YX0026', '温如玉', 'YX05', '党政办干事', ['HANDLER', 'REGISTRAR'], 'INTERNAL'],
  ['YX0027', '江小满', 'YX0205', '窗口接待员', ['WINDOW'], 'INTERNAL'],
  ['YX0028', '路闻溪', 'YX0205', '窗口接待员', ['WINDOW', 'PII_READ'], 'INTERNAL'],
  ['YX0029', '尹承平', 'YX0205', '信访承办人', ['CASE_OFFICER'], 'WORK_SECRET'],
  ['YX0030', '许知行', 'YX04', '信访承办人', ['CASE_OFFICER', 'WINDOW'], 'INTERNAL'],
  ['YX0031', '米有禾', 'YX05', '便民服务承办人', ['CASE_OFFICER'], 'INTERNAL'],
  ['YX0032', '算云帆', 'YX0206', '统计分析员', ['ANALYST'], 'INTERNAL'],
  ['YX0033', '安如镜', 'YX0206', '内部审计员', ['AUDITOR'], 'INTERNAL'],
  ['YX0034', '话单采集', 'YX0204', '交换机话单采集账号', ['IMPORTER'], 'INTERNAL'],
];

export type DemoSite = readonly [
  code: string,
  name: string,
  address: string,
  orgCode: string,
  category: string,
  keyPart: boolean,
  capacity: number,
];

export const sites: readonly DemoSite[] = [
  ['YXS1', '县政府大楼', '云溪县溪山路1号', 'YX02', 'OFFICE', true, 300],
  ['YXS2', '总值班室', '云溪县溪山路1号', 'YX0204', 'DUTY_ROOM', true, 10],
  ['YXS3', '县第二小学实验楼', '云溪县文昌街8号', 'YX04', 'LAB', true, 200],
  ['YXS4', '县实验幼儿园食堂', '云溪县文昌街15号', 'YX04', 'CANTEEN', false, 120],
  ['YXS5', '石桥镇便民服务中心', '云溪县石桥镇正街3号', 'YX05', 'HALL', false, 80],
];

export type DemoRoom = readonly [
  code: string,
  name: string,
  siteCode: string,
  capacity: number,
  features: readonly string[],
  approvalNeeded: boolean,
];

export const rooms: readonly DemoRoom[] = [
  ['YXR1', '三楼常务会议室', 'YXS1', 40, ['RECORDING', 'CLASSIFIED_OK'], true],
  ['YXR2', '三楼视频会议室', 'YXS1', 60, ['VIDEO_CONF', 'RECORDING'], true],
  ['YXR3', '四楼小会议室', 'YXS1', 16, [], false],
];

export const exchangeNo = 'YX0013';
/** Brings what other systems exported. */
export const importerNo = 'YX0034';

export type DemoCall = readonly [minutesAfterMidnight: number, caller: string, seconds: number, answered: boolean];

/** A day of the duty room's line, so far: nobody took three of them, two from the same number. */
export const calls: readonly DemoCall[] = [
  [12, '16900010001', 6, true],
  [47, '16900010002', 9, true],
  [95, '16900010003', 42, false],
  [101, '16900010003', 38, false],
  [190, '16900010004', 12, true],
  [388, '16900010005', 4, true],
  [455, '16900010006', 35, false],
  [520, '16900010007', 7, true],
  [611, '16900010008', 18, true],
  [742, '16900010009', 5, true],
  [905, '16900010010', 8, true],
  [1033, '16900010011', 11, true],
  [1210, '16900010012', 6, true],
];

/** Around the clock in the county's duty room: who leads and who serves, in turn. */
export const duty = {
  leaderNos: ['YX0001', 'YX0002', 'YX0003', 'YX0005'],
  officerNos: ['YX0013', 'YX0014', 'YX0015', 'YX0016'],
  phone: '8330006',
  shiftHours: 12,
  days: 62,
} as const;
