/** 云溪县, an invented county: as many units and people as both sagas need, in the columns of the import files. */

export const demoExport = 'demo-yunxi';

export interface DemoFile {
  readonly file: string;
  readonly mutation: string;
  readonly header: string;
  readonly rows: readonly string[];
}

export const countyCode = 'YX01';
export const officeCode = 'YX02';
export const directorNo = 'YX0004';

export const orgs: DemoFile = {
  file: 'orgs.csv',
  mutation: 'importOrgs',
  header: 'org_code,name,short_name,level,kind,parent_code,doc_codes,fonds_code,duty_phone,reporting_unit',
  rows: [
    'YX01,云溪县人民政府,县政府,COUNTY,GOV,,云政发;云政函,Y001,8330001,N',
    'YX02,云溪县人民政府办公室,县政府办,DEPT,GOV,YX01,云政办发;云政办函;云政纪要,Y002,8330002,N',
    'YX0201,县政府办综合科,综合科,DIVISION,GOV,YX02,,,8330003,N',
    'YX0202,县政府办督查科,督查科,DIVISION,GOV,YX02,,,8330004,N',
    'YX0203,县政府办机要文书科,机要文书科,DIVISION,GOV,YX02,,,8330005,N',
    'YX0204,县政府总值班室,总值班室,DIVISION,GOV,YX02,,,8330006,N',
    'YX03,云溪县应急管理局,县应急局,DEPT,GOV,YX01,云应急发,Y003,8330007,Y',
    'YX04,云溪县教育局,县教育局,DEPT,GOV,YX01,云教发,Y004,8330008,Y',
    'YX0401,县教育局安全科,教育局安全科,DIVISION,GOV,YX04,,,8330009,N',
    'YX05,云溪县石桥镇人民政府,石桥镇,TOWN,GOV,YX01,石政发,Y005,8330010,Y',
  ],
};

export const people: DemoFile = {
  file: 'people.csv',
  mutation: 'importPeople',
  header: 'staff_no,name,org_code,title,roles,principal,clearance,clearance_valid_to,phone,active',
  rows: [
    'YX0001,陆承远,YX01,县长,PRINCIPAL;SIGNER;DUTY_LEADER,Y,SECRET,2030-12-31,16900000001,Y',
    'YX0002,韩若川,YX01,常务副县长,SIGNER;DUTY_LEADER,N,SECRET,2030-12-31,16900000002,Y',
    'YX0003,白晓峰,YX01,副县长,SIGNER;DUTY_LEADER,N,SECRET,2030-12-31,16900000003,Y',
    'YX0004,孟书和,YX02,办公室主任,OFFICE_DIRECTOR;ORG_HEAD;REVIEWER;SIGNER;DUTY_LEADER,Y,SECRET,2030-12-31,16900000004,Y',
    'YX0005,顾明澜,YX02,办公室副主任,REVIEWER;CLASSIFIER;COORDINATOR;DUTY_LEADER,N,SECRET,2030-12-31,16900000005,Y',
    'YX0006,沈知微,YX0201,会务秘书,MEETING_SECRETARY;DRAFTER,N,WORK_SECRET,2030-12-31,16900000006,Y',
    'YX0007,丁一帆,YX0202,督查科科长,SUPERVISOR,N,WORK_SECRET,2030-12-31,16900000007,Y',
    'YX0008,谢立言,YX0202,督查员,SUPERVISOR,N,WORK_SECRET,2030-12-31,16900000008,Y',
    'YX0009,邓素心,YX0203,机要文书,REGISTRAR,N,WORK_SECRET,2030-12-31,16900000009,Y',
    'YX0010,郝文简,YX0203,文书,REGISTRAR;DRAFTER,N,WORK_SECRET,2030-12-31,16900000010,Y',
    'YX0011,钟存之,YX0203,档案员,ARCHIVIST,N,WORK_SECRET,2030-12-31,16900000011,Y',
    'YX0012,严守之,YX0203,保密员,SECRECY_OFFICER,N,SECRET,2030-12-31,16900000012,Y',
    'YX0013,龚夜安,YX0204,值班员,DUTY_OFFICER,N,INTERNAL,,16900000013,Y',
    'YX0014,秦晨曦,YX0204,值班员,DUTY_OFFICER,N,INTERNAL,,16900000014,Y',
    'YX0015,毕长宁,YX0204,值班员,DUTY_OFFICER,N,INTERNAL,,16900000015,Y',
    'YX0016,施望舒,YX0204,值班员,DUTY_OFFICER,N,INTERNAL,,16900000016,Y',
    'YX0017,蒋山河,YX03,应急管理局局长,ORG_HEAD;SIGNER,Y,WORK_SECRET,2030-12-31,16900000017,Y',
    'YX0018,贺安澜,YX03,安全监管员,SAFETY_OFFICER,N,INTERNAL,,16900000018,Y',
    'YX0019,姚明察,YX03,执法检查员,INSPECTOR,N,INTERNAL,,16900000019,Y',
    'YX0020,方复核,YX03,执法检查员,INSPECTOR;REGISTRAR,N,INTERNAL,,16900000020,Y',
    'YX0021,柳青禾,YX04,教育局局长,ORG_HEAD;SIGNER,Y,WORK_SECRET,2030-12-31,16900000021,Y',
    'YX0022,任思齐,YX04,承办人,HANDLER;DRAFTER;REGISTRAR,N,INTERNAL,,16900000022,Y',
    'YX0023,汤平安,YX0401,安全科科长,SAFETY_OFFICER,N,INTERNAL,,16900000023,Y',
    'YX0024,罗修齐,YX0401,后勤管理员,RECTIFIER;INSPECTOR,N,INTERNAL,,16900000024,Y',
    'YX0025,石守田,YX05,石桥镇镇长,ORG_HEAD;SIGNER,Y,WORK_SECRET,2030-12-31,16900000025,Y',
    'YX0026,温如玉,YX05,党政办干事,HANDLER;REGISTRAR,N,INTERNAL,,16900000026,Y',
  ],
};

export const sites: DemoFile = {
  file: 'sites.csv',
  mutation: 'importSites',
  header: 'site_code,name,address,org_code,category,key_part,capacity',
  rows: [
    'YXS1,县政府大楼,云溪县溪山路1号,YX02,OFFICE,Y,300',
    'YXS2,总值班室,云溪县溪山路1号,YX0204,DUTY_ROOM,Y,10',
    'YXS3,县第二小学实验楼,云溪县文昌街8号,YX04,LAB,Y,200',
    'YXS4,县实验幼儿园食堂,云溪县文昌街15号,YX04,CANTEEN,N,120',
    'YXS5,石桥镇便民服务中心,云溪县石桥镇正街3号,YX05,HALL,N,80',
  ],
};

export const rooms: DemoFile = {
  file: 'rooms.csv',
  mutation: 'importRooms',
  header: 'room_code,name,site_code,capacity,equipment,features,approval_needed,buffer_minutes',
  rows: [
    'YXR1,三楼常务会议室,YXS1,40,投影;话筒,RECORDING;CLASSIFIED_OK,Y,15',
    'YXR2,三楼视频会议室,YXS1,60,投影;话筒,VIDEO_CONF;RECORDING,Y,15',
    'YXR3,四楼小会议室,YXS1,16,投影,,N,10',
  ],
};

/** Around the clock in the county's duty room: who leads and who serves, in turn. */
export const duty = {
  leaderNos: ['YX0001', 'YX0002', 'YX0003', 'YX0005'],
  officerNos: ['YX0013', 'YX0014', 'YX0015', 'YX0016'],
  phone: '8330006',
  shiftHours: 12,
  days: 62,
} as const;
