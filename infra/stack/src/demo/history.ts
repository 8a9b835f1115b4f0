/** Fields of one row by column; what is left out is empty. */
type Row = Readonly<Record<string, string>>;

export interface HistoryFile {
  /** As the importer knows it. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/** Every column that an export of the kind has. */
const columns = {
  meetings:
    'meeting_no,title,type,organizer_org,secretary,chair,start_at,end_at,room_code,mode,level,state,agenda,minutes_draft_no,cancel_reason',
  attendees: 'attendance_no,meeting_no,staff_no,role,partstat,delegate_to,sign_in_at,method,leave_approved_by',
  room_bookings:
    'booking_no,room_code,start_at,end_at,booked_by,org_code,purpose,meeting_no,booked_at,state,attendees_count',
  resolutions:
    'resolution_code,meeting_no,text,requires_action,lead_org,co_orgs,leader,adopted_at,due_date,state,waiver_reason,waived_by',
  cases:
    'case_code,kind,channel,title,text,applicant_name,applicant_phone,anonymous,confidential,joint_count,responsible_org,accused_org,first_responder,officer,opened_at,accepted_at,due_date,extension_approved,answered_at,called_back_at,closed_at,state,result,answer_text,onsite_visits,redo_count,call_ref',
  hazards:
    'hazard_code,site_code,category,description,level,source_type,source_ref,responsible_org,rectifier,reported_at,confirmed_at,due_date,original_due_date,state,listed,measures,funds_yuan,contingency,interim_controls,stop_use,root_cause,preventive,notified_staff_at,reported_to_regulator_at,closed_at,dismiss_reason,recurrence_of',
  rechecks: 'recheck_no,hazard_code,round,checker,checked_at,result,findings',
  incoming_documents:
    'register_no,sender_text,sender_org_code,sender_number,kind,title,urgency,level,received_at,received_by,action,handling_org,co_orgs,proposed_opinion,instruction_no,instruction_leader,instruction_text,instruction_at,instruction_requires_action,due_date,finished_at,state,return_reason,result',
  circulations: 'circulation_no,register_no,mode,reader_order,reader,sent_at,read_at,state,opinion',
  supervision_items:
    'item_code,title,category,weight,source_type,source_ref,requirement,leader,supervisor,lead_org,co_orgs,registered_at,accepted_at,due_date,original_due_date,feedback_cycle,progress_percent,state,verify_method,verifier,verified_at,verify_fail_count,struck_off_at,notice_color,notice_issued_at,notice_answered_at,obstacle_text,obstacle_raised_at,obstacle_resolved_at,leader_feedback_score',
  progress_reports: 'report_no,item_code,org_code,reporter,reported_at,percent,text,problems',
  outgoing_documents:
    'draft_no,issuing_org,kind,doc_code,year,serial,doc_number,title,main_recipients,cc_recipients,urgency,level,drafter,reviewer,signer,drafted_at,signed_at,registered_at,issued_at,state,void_reason',
  deliveries:
    'delivery_no,draft_no,doc_number,recipient_org,sent_at,state,signed_at,signed_by,reject_reason,urged_count',
} as const;

const dayMilliseconds = 86_400_000;

/**
 * The last fortnight of 云溪县 as the systems before this one would have exported it: meetings, decisions, documents,
 * supervised items, hazards and cases in every state that history can be in. Days are counted from `today`. Its numbers are
 * such as the export of another county has not: importers look things up by them.
 */
export function historyOf(today: string): readonly HistoryFile[] {
  const start = Date.parse(`${today}T00:00:00Z`);
  const on = (days: number): string => new Date(start + days * dayMilliseconds).toISOString().slice(0, 10);
  const at = (days: number, time: string): string => `${on(days)} ${time}`;
  const yearOf = (days: number): string => on(days).slice(0, 4);
  // Numbers are of the year in which the fortnight began, but those of documents of the year of the signature (DOC-1).
  const year = yearOf(-13);

  const meeting = (no: string, days: number, title: string, more: Row): Row => ({
    ...{ meeting_no: no, title, organizer_org: 'YX02', secretary: 'YX0006', chair: 'YX0001' },
    ...{ start_at: at(days, '09:00'), end_at: at(days, '10:30'), room_code: 'YXR1', mode: 'ONSITE', level: 'INTERNAL' },
    ...more,
  });
  const meetings = [
    meeting(`云CW${year}-31`, -12, '县政府第31次常务会议', {
      ...{ type: 'EXECUTIVE', state: 'CLOSED', agenda: '1.听取校舍安全排查情况汇报；2.研究冬季防火工作' },
    }),
    meeting(`云ZT${year}-18`, -9, '冬季森林防火专题会', {
      ...{ type: 'SPECIAL', state: 'MINUTED', chair: 'YX0002', agenda: '1.听取巡护点位布设情况；2.议定有关事项' },
    }),
    meeting(`云XT${year}-27`, -6, '燃气安全整治协调会', {
      ...{ type: 'COORDINATION', state: 'RECORDED', chair: 'YX0003', agenda: '1.部门职责；2.整治时限' },
    }),
    meeting(`云BG${year}-40`, -1, '办公室周例会', {
      ...{ type: 'OFFICE', state: 'ENDED', chair: 'YX0004', room_code: 'YXR3', agenda: '1.本周工作；2.值班安排' },
    }),
    meeting(`云PX${year}-09`, -4, '公文处理业务培训', {
      ...{
        type: 'TRAINING',
        state: 'CANCELLED',
        chair: 'YX0005',
        cancel_reason: '与上级会议冲突',
        agenda: '1.公文格式',
      },
    }),
  ];
  const attendees = [
    [`云CW${year}-31`, 'YX0001', 'CHAIR', at(-12, '08:58')],
    [`云CW${year}-31`, 'YX0017', 'REQ', at(-12, '08:51')],
    [`云CW${year}-31`, 'YX0021', 'REQ'],
    [`云ZT${year}-18`, 'YX0002', 'CHAIR', at(-9, '08:59')],
    [`云ZT${year}-18`, 'YX0017', 'REQ', at(-9, '08:55')],
    [`云ZT${year}-18`, 'YX0025', 'REQ', at(-9, '08:46')],
    [`云XT${year}-27`, 'YX0003', 'CHAIR', at(-6, '08:57')],
    [`云XT${year}-27`, 'YX0018', 'OPT', at(-6, '09:02')],
  ].map(([no = '', staff = '', role = '', cameAt = ''], index) => ({
    ...{ attendance_no: `${no}/${String(index + 1).padStart(2, '0')}`, meeting_no: no, staff_no: staff, role },
    ...{ partstat: 'ACCEPTED', sign_in_at: cameAt, ...(cameAt && { method: 'QR' }) },
  }));

  const booking = (serial: number, days: number, purpose: string, more: Row): Row => ({
    ...{ booking_no: `云HYS${year}-${serial}`, room_code: 'YXR3', purpose, state: 'FINISHED' },
    ...{ start_at: at(days, '09:00'), end_at: at(days, '10:30'), booked_at: at(days - 2, '16:00') },
    ...more,
  });
  const bookings = [
    booking(71, -12, '县政府第31次常务会议', {
      ...{
        room_code: 'YXR1',
        meeting_no: `云CW${year}-31`,
        booked_by: 'YX0006',
        org_code: 'YX02',
        attendees_count: '12',
      },
    }),
    booking(72, -10, '林区巡护方案会商', { booked_by: 'YX0018', org_code: 'YX03', attendees_count: '8' }),
    booking(73, -8, '应急物资采购评审', { booked_by: 'YX0018', org_code: 'YX03', state: 'NO_SHOW' }),
    booking(74, -5, '防火宣传碰头会', { booked_by: 'YX0026', org_code: 'YX05', attendees_count: '6' }),
    booking(75, -4, '公文处理业务培训', { booked_by: 'YX0006', org_code: 'YX02', state: 'CANCELLED' }),
  ];

  const resolution = (no: string, n: number, days: number, text: string, more: Row): Row => ({
    ...{ resolution_code: `${no}-0${n}`, meeting_no: no, text, requires_action: 'Y', leader: 'YX0001' },
    ...{ adopted_at: at(days, '10:30'), ...more },
  });
  const resolutions = [
    resolution(`云CW${year}-31`, 1, -12, '由县教育局牵头，完成全县校舍安全排查并建立台账。', {
      ...{ lead_org: 'YX04', co_orgs: 'YX03', due_date: on(18), state: 'UNDER_SUPERVISION' },
    }),
    resolution(`云CW${year}-31`, 2, -12, '由县应急管理局牵头，完成重点林区巡护点位布设。', {
      ...{ lead_org: 'YX03', co_orgs: 'YX05', due_date: on(-2), state: 'UNDER_SUPERVISION' },
    }),
    resolution(`云ZT${year}-18`, 1, -9, '由石桥镇牵头，完成林缘农户防火宣传，每户一份明白纸。', {
      ...{ lead_org: 'YX05', leader: 'YX0002', due_date: on(2), state: 'UNDER_SUPERVISION' },
    }),
    resolution(`云ZT${year}-18`, 2, -9, '由县应急管理局牵头，补齐防火物资储备。', {
      ...{ lead_org: 'YX03', leader: 'YX0002', due_date: on(-3), state: 'IMPLEMENTED' },
    }),
    resolution(`云XT${year}-27`, 1, -6, '由县应急管理局牵头，明确燃气安全检查分工。', {
      ...{ lead_org: 'YX03', leader: 'YX0003', due_date: on(20), state: 'ADOPTED' },
    }),
  ];

  const item = (serial: number, days: number, title: string, more: Row): Row => ({
    ...{ item_code: `督〔${year}〕${serial}号`, title, requirement: title, category: 'MEETING', weight: 'NORMAL' },
    ...{ leader: 'YX0001', supervisor: 'YX0007', registered_at: at(days, '14:00'), accepted_at: at(days + 1, '09:00') },
    ...{ feedback_cycle: 'WEEKLY', verify_fail_count: '0', original_due_date: more.due_date ?? '', ...more },
  });
  const done = { verify_method: 'ONSITE', verifier: 'YX0008', progress_percent: '100' };
  const items = [
    item(961, -12, '完成全县校舍安全排查并建立台账', {
      ...{ source_type: 'RESOLUTION', source_ref: `云CW${year}-31-01`, lead_org: 'YX04', co_orgs: 'YX03' },
      ...{ due_date: on(18), progress_percent: '60', state: 'IN_PROGRESS', weight: 'IMPORTANT' },
    }),
    item(962, -11, '完成重点林区巡护点位布设', {
      ...{ source_type: 'RESOLUTION', source_ref: `云CW${year}-31-02`, lead_org: 'YX03', co_orgs: 'YX05' },
      ...{ due_date: on(-2), progress_percent: '70', state: 'IN_PROGRESS', notice_color: 'YELLOW' },
      ...{ notice_issued_at: at(-1, '10:00'), obstacle_text: '巡护道路损毁', obstacle_raised_at: at(-8, '11:00') },
    }),
    item(963, -8, '完成林缘农户防火宣传', {
      ...{ source_type: 'RESOLUTION', source_ref: `云ZT${year}-18-01`, lead_org: 'YX05', leader: 'YX0002' },
      ...{ due_date: on(2), progress_percent: '80', state: 'IN_PROGRESS' },
    }),
    item(964, -8, '补齐防火物资储备', {
      ...{ source_type: 'RESOLUTION', source_ref: `云ZT${year}-18-02`, lead_org: 'YX03', leader: 'YX0002', ...done },
      ...{ due_date: on(-3), state: 'STRUCK_OFF', verified_at: at(-4, '15:00'), struck_off_at: at(-3, '10:00') },
    }),
    item(965, -10, '县第二小学实验楼隐患挂牌督办', {
      ...{
        category: 'HAZARD',
        weight: 'MAJOR',
        source_type: 'HAZARD',
        source_ref: `隐〔${year}〕983号`,
        lead_org: 'YX04',
      },
      ...{ due_date: on(10), progress_percent: '40', state: 'SUSPENDED', feedback_cycle: 'NONE' },
    }),
    item(966, -13, '幼儿园食堂燃气软管更换', {
      ...{ category: 'HAZARD', source_type: 'HAZARD', source_ref: `隐〔${year}〕981号`, lead_org: 'YX04', ...done },
      ...{ due_date: on(1), state: 'COMPLETED', verified_at: at(-1, '16:00') },
    }),
    item(967, -13, '便民服务中心无障碍通道改造', {
      ...{ category: 'MEETING', lead_org: 'YX05', due_date: on(6), progress_percent: '100', state: 'VERIFYING' },
    }),
  ];
  const report = (serial: number, n: number, days: number, orgs: readonly [string, string], percent: number): Row => ({
    ...{ report_no: `督〔${year}〕${serial}号-0${n}`, item_code: `督〔${year}〕${serial}号`, org_code: orgs[0] },
    ...{
      reporter: orgs[1],
      reported_at: at(days, '16:30'),
      percent: String(percent),
      text: '按计划推进，已更新台账。',
    },
  });
  const reports = [
    report(961, 1, -8, ['YX04', 'YX0022'], 30),
    report(961, 2, -2, ['YX04', 'YX0022'], 60),
    report(962, 1, -6, ['YX03', 'YX0018'], 70),
    report(963, 1, -3, ['YX05', 'YX0026'], 80),
    report(964, 1, -4, ['YX03', 'YX0018'], 100),
  ];

  const hazard = (serial: number, days: number, site: string, text: string, more: Row): Row => ({
    ...{
      hazard_code: `隐〔${year}〕${serial}号`,
      site_code: site,
      description: text,
      category: 'FIRE',
      level: 'GENERAL',
    },
    ...{ source_type: 'STAFF_REPORT', responsible_org: 'YX04', rectifier: 'YX0024', reported_at: at(days, '10:00') },
    ...{ listed: 'N', stop_use: 'N', original_due_date: more.due_date ?? '', ...more },
  });
  const judged = (days: number, due: number): Row => ({ confirmed_at: at(days, '15:00'), due_date: on(due) });
  const hazards = [
    hazard(980, -13, 'YXS4', '灭火器压力不足两具', {
      ...judged(-13, -6),
      ...{ state: 'CLOSED', measures: '更换灭火器', preventive: '逐月点检', closed_at: at(-9, '11:00') },
    }),
    hazard(981, -12, 'YXS4', '食堂燃气软管超过使用年限', {
      ...judged(-12, -5),
      ...{
        category: 'GAS',
        state: 'CLOSED',
        measures: '更换金属波纹管',
        preventive: '到期前更换',
        closed_at: at(-6, '10:00'),
      },
    }),
    hazard(982, -5, 'YXS5', '大厅应急照明失效一处', {
      ...judged(-4, 3),
      ...{ responsible_org: 'YX05', rectifier: 'YX0026', state: 'RECTIFYING', measures: '更换灯具' },
    }),
    hazard(983, -10, 'YXS3', '实验楼连廊承重柱混凝土剥落露筋', {
      ...judged(-10, 10),
      ...{ level: 'MAJOR', category: 'STRUCTURE', state: 'RECTIFYING', listed: 'Y', measures: '封闭连廊，包钢加固' },
      ...{ funds_yuan: '180000', contingency: '设专人看守', interim_controls: '封闭连廊', stop_use: 'Y' },
    }),
    hazard(984, -3, 'YXS3', '实验室药品柜未双人双锁', {
      ...judged(-2, 5),
      ...{ category: 'CHEMICAL', state: 'RECHECK', measures: '加装双锁并登记' },
    }),
    hazard(985, -2, 'YXS1', '地下车库排水泵不能启动', {
      ...judged(-1, 6),
      ...{ category: 'OTHER', responsible_org: 'YX02', rectifier: 'YX0010', state: 'CONFIRMED', measures: '维修水泵' },
    }),
    hazard(986, -1, 'YXS5', '楼梯间堆放纸箱', { responsible_org: 'YX05', rectifier: 'YX0026', state: 'REPORTED' }),
    hazard(987, -7, 'YXS1', '电梯异响', {
      ...{ category: 'SPECIAL_EQUIP', responsible_org: 'YX02', rectifier: 'YX0010', state: 'DISMISSED' },
      dismiss_reason: '维保单位检测正常',
    }),
  ];
  const recheck = (serial: number, days: number): Row => ({
    ...{ recheck_no: `隐〔${year}〕${serial}号-1`, hazard_code: `隐〔${year}〕${serial}号`, round: '1' },
    ...{ checker: 'YX0019', checked_at: at(days, '10:00'), result: 'PASS', findings: '整改到位，现场核实无误' },
  });
  const rechecks = [recheck(980, -9), recheck(981, -6)];

  const draft = (n: number, days: number, title: string, state: string, more: Row = {}): Row => ({
    ...{
      draft_no: `云稿${year}-0${n}`,
      issuing_org: 'YX02',
      kind: 'NOTICE',
      doc_code: '云政办发',
      title,
      urgency: 'NONE',
    },
    ...{ level: 'INTERNAL', main_recipients: 'YX03;YX04;YX05', drafter: 'YX0010', drafted_at: at(days, '09:30') },
    ...{ state, ...more },
  });
  const numbered = (serial: number, days: number): Row => ({
    ...{
      year: yearOf(days),
      serial: String(serial),
      doc_number: `云政办发〔${yearOf(days)}〕${serial}号`,
      reviewer: 'YX0005',
      signer: 'YX0004',
    },
    ...{ signed_at: at(days, '11:00'), registered_at: at(days, '11:30') },
  });
  const sent = (serial: number, days: number): Row => ({ ...numbered(serial, days), issued_at: at(days, '15:00') });
  const outgoing = [
    draft(301, -13, '关于做好冬季森林防火工作的通知', 'FILED', sent(71, -12)),
    draft(302, -10, '关于印发校舍安全排查方案的通知', 'ISSUED', sent(72, -9)),
    draft(303, -6, '关于元旦春节期间值班工作的通知', 'ISSUED', sent(73, -5)),
    draft(304, -5, '关于开展燃气安全检查的通知', 'VOIDED', { ...numbered(74, -4), void_reason: '重复编号登记' }),
    draft(305, -3, '关于公文办理情况的通报', 'NUMBERED', numbered(75, -1)),
    draft(306, -3, '关于加强政务值守的通知', 'SIGNOFF'),
    draft(307, -2, '关于规范会议管理的通知', 'REVIEW'),
    draft(308, -2, '关于做好数据报送工作的通知', 'COUNTERSIGN'),
    draft(309, -1, '关于开展督查回头看的通知', 'DRAFT'),
  ];
  const delivery = (n: number, serial: number, org: string, days: number, more: Row): Row => ({
    ...{ delivery_no: `云稿${year}-0${n}/${org}`, draft_no: `云稿${year}-0${n}`, recipient_org: org, urged_count: '0' },
    ...{ doc_number: `云政办发〔${yearOf(days)}〕${serial}号`, sent_at: at(days, '15:00'), state: 'SENT', ...more },
  });
  const signedBy = (staff: string, days: number): Row => ({
    ...{ state: 'SIGNED', signed_at: at(days, '09:10'), signed_by: staff },
  });
  const deliveries = [
    delivery(302, 72, 'YX03', -9, signedBy('YX0020', -8)),
    delivery(302, 72, 'YX04', -9, signedBy('YX0022', -8)),
    delivery(302, 72, 'YX05', -9, { urged_count: '1' }),
    delivery(303, 73, 'YX04', -5, signedBy('YX0022', -4)),
    delivery(303, 73, 'YX05', -5, {}),
  ];

  const received = (n: number, days: number, title: string, state: string, more: Row): Row => ({
    ...{
      register_no: `云收${year}-0${n}`,
      sender_text: '澜江市人民政府办公室',
      kind: 'NOTICE',
      title,
      urgency: 'NONE',
    },
    ...{ sender_number: `澜政办发〔${year}〕${n}号`, level: 'INTERNAL', received_at: at(days, '08:40') },
    ...{ received_by: 'YX0009', action: 'READ_ONLY', state, ...more },
  });
  const toDo = (org: string, due: number): Row => ({
    ...{ action: 'ACTION', handling_org: org, due_date: on(due), proposed_opinion: '拟请该单位牵头办理。' },
  });
  const instructed = (n: number, days: number, text: string): Row => ({
    ...{ instruction_no: `云批${year}-0${n}`, instruction_leader: 'YX0003', instruction_text: text },
    ...{ instruction_at: at(days, '10:20'), instruction_requires_action: 'Y' },
  });
  const incoming = [
    received(411, -12, '关于加强冬季安全生产工作的通知', 'FILED', {}),
    received(412, -10, '关于报送校舍安全台账的通知', 'REPLIED', {
      ...toDo('YX04', -3),
      ...{ finished_at: at(-4, '16:00'), result: '已按期报送。' },
    }),
    received(413, -6, '关于开展燃气安全整治的通知', 'HANDLING', {
      ...{ ...toDo('YX03', 4), ...instructed(55, -5, '燃气安全整治请应急管理局牵头落实。') },
    }),
    received(414, -4, '关于推进政务公开的意见', 'CIRCULATING', { kind: 'OPINION' }),
    received(415, -3, '关于公文格式有关问题的通知', 'DONE', {}),
    received(416, -2, '关于协助提供数据的函', 'RETURNED', {
      ...{ kind: 'LETTER', finished_at: at(-2, '11:00'), return_reason: '文种使用不当' },
    }),
    received(417, -3, '关于燃气事故情况的通报', 'HANDLING', {
      ...{ kind: 'CIRCULAR', ...toDo('YX03', 6), ...instructed(56, -2, '举一反三，全面排查餐饮场所燃气隐患。') },
    }),
    received(418, -2, '关于更换老旧燃气管道的意见', 'HANDLING', {
      ...{ kind: 'OPINION', ...toDo('YX05', 9), ...instructed(57, -1, '老旧燃气管道更换请石桥镇先行。') },
    }),
  ];
  const circulation = (n: number, order: number, reader: string, more: Row): Row => ({
    ...{ circulation_no: `云收${year}-0${n}-${order}`, register_no: `云收${year}-0${n}`, mode: 'PARALLEL', reader },
    ...{ reader_order: String(order), sent_at: at(-3, '10:00'), state: 'SENT', ...more },
  });
  const circulations = [
    circulation(414, 1, 'YX0001', { state: 'READ', read_at: at(-2, '09:00'), opinion: '阅。' }),
    circulation(414, 2, 'YX0002', {}),
    circulation(414, 3, 'YX0003', {}),
  ];

  const matter = (n: number, days: number, title: string, state: string, more: Row): Row => ({
    ...{ case_code: `云办件${year}-00${n}`, kind: 'HOTLINE', channel: 'PHONE', title, text: `${title}，请予处理。` },
    ...{ applicant_name: '群众', applicant_phone: '16900020001', anonymous: 'N', confidential: 'N', joint_count: '1' },
    ...{ responsible_org: 'YX05', first_responder: 'YX0027', opened_at: at(days, '09:20'), extension_approved: 'N' },
    ...{ onsite_visits: '0', redo_count: '0', state, due_date: on(days + 7), ...more },
  });
  const handled = (days: number): Row => ({ accepted_at: at(days, '14:00'), officer: 'YX0026' });
  const answered = (days: number): Row => ({
    ...{ answered_at: at(days, '10:00'), result: 'HANDLED', answer_text: '已处理完毕并告知来电人。' },
  });
  const cases = [
    matter(511, -12, '反映路灯不亮', 'CLOSED', {
      ...handled(-11),
      ...answered(-9),
      ...{ called_back_at: at(-8, '15:00'), closed_at: at(-8, '16:00') },
    }),
    matter(512, -8, '反映公交班次减少', 'CALLED_BACK', {
      ...handled(-7),
      ...answered(-3),
      called_back_at: at(-1, '10:30'),
    }),
    matter(513, -6, '咨询城乡居民医保缴费', 'ANSWERED', { ...handled(-5), ...answered(-2) }),
    matter(514, -5, '反映垃圾清运不及时', 'HANDLING', handled(-4)),
    matter(515, -3, '反映占道经营', 'ACCEPTED', handled(-2)),
    matter(516, -1, '反映噪声扰民', 'REGISTERED', {}),
    matter(517, -9, '申请道路货运经营许可', 'WITHDRAWN', { kind: 'SERVICE', channel: 'WINDOW', onsite_visits: '1' }),
  ];

  const files: Record<keyof typeof columns, readonly Row[]> = {
    ...{ meetings, attendees, room_bookings: bookings, resolutions, cases, hazards, rechecks },
    ...{ incoming_documents: incoming, circulations, supervision_items: items, progress_reports: reports },
    ...{ outgoing_documents: outgoing, deliveries },
  };
  return Object.entries(files).map(([name, rows]) => ({
    name: `${name}.csv`,
    header: columns[name as keyof typeof columns].split(','),
    rows,
  }));
}
