import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLField, getNamedType } from 'graphql';
import { answered, namingCases, namingNone } from './authorisation-matrix.ts';
import { theExchange } from './exchange.ts';
import { openServed } from './served.ts';
import { entityQuery, leavesOf, mutations, queriesOf, receptionSchema, rootFields, someValue } from './sweep.ts';

/** Every viewer asks everything. */

/** Canaries: each stands in one place only, and none may ever be sung. */
const people = {
  visitor: { name: '金丝雀', phone: '16000000001', masked: '160****0001' },
  applicant: { name: '银丝雀', phone: '16000000002', masked: '160****0002' },
  secret: { name: '铜丝雀', phone: '16000000003', masked: '160****0003' },
  caller: { name: '', phone: '16000000004', masked: '160****0004' },
  accuser: { name: '锡丝雀', phone: '16000000005', masked: '160****0005' },
  applicantOfDispute: { name: '', phone: '16000000006', masked: '160****0006' },
};
const visitorIdNumber = '33010219800101123X';
const clear = [
  visitorIdNumber,
  ...Object.values(people).flatMap(({ name, phone }) => [name, phone].filter((token) => token !== '')),
];
/** What a dispute is known by; for its mediator and the auditors. */
const disputed = ['DISPUTE-CLAIM', '霁调2026-00901'];
const accusation = ['ACCUSED-TITLE', 'ACCUSED-TEXT', 'ACCUSED-ANSWER', 'ACCUSED-COMMENT', '霁办件2026-00900'];

const caseHeader = [
  ...['case_code', 'kind', 'channel', 'title', 'text', 'applicant_name', 'applicant_phone', 'anonymous'],
  ...['confidential', 'joint_count', 'responsible_org', 'accused_org', 'first_responder', 'officer', 'opened_at'],
  ...['accepted_at', 'due_date', 'extension_approved', 'answered_at', 'called_back_at', 'closed_at', 'state', 'result'],
  ...['answer_text', 'onsite_visits', 'redo_count', 'call_ref'],
];
const ratingHeader = [
  ...['rating_no', 'subject_type', 'subject_ref', 'score', 'named', 'rated_at', 'channel', 'comment'],
  ...['revisit_at', 'rectified_at', 'fed_back_at', 'state'],
];

const surveyHeader = ['survey_no', 'group', 'org_code', 'period', 'n', 'index', 'closed_on'];

const disputeHeader = [
  ...['dispute_code', 'kind', 'regime', 'applicants_count', 'respondent_org', 'opened_at', 'mediator'],
  ...['mediation_due', 'state', 'closed_at', 'claim'],
];

type Row = Record<string, string>;

async function openAviary(dialect: Dialect) {
  const office = await openServed(dialect, '2026-10-16T02:00:00Z');
  const { orgs, service } = office;
  const confidant = await deliverPerson(service, {
    staffNo: 'RC90',
    name: '纪检员',
    roles: ['CASE_OFFICER'],
    org: orgs.governmentOffice,
    scope: orgs.county,
  });
  const mediator = await deliverPerson(service, {
    staffNo: 'RC91',
    name: '调解员',
    roles: ['MEDIATOR'],
    org: orgs.town,
  });
  const take = async (mutation: string, header: string[], rows: Row[]) => {
    const values = rows.map((row) => header.map((column) => row[column] ?? ''));
    const file = { file: `${mutation}.csv`, header, rows: values };
    const fates = await office.importFile(mutation, file, office.people.importer);
    expect(fates.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('REJECTED');
    expect(fates.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('QUARANTINED');
  };
  await take('importCases', caseHeader, caseRows());
  await take('importSurveyResults', surveyHeader, [
    {
      survey_no: 'D1',
      group: 'STAFF',
      org_code: 'JC10',
      period: '2026-Q3',
      n: '12',
      index: '90',
      closed_on: '2026-10-12',
    },
  ]);
  await take('importDisputes', disputeHeader, [
    {
      dispute_code: '霁调2026-00901',
      kind: 'PAY',
      regime: 'LABOUR',
      applicants_count: '2',
      respondent_org: 'JC11',
      opened_at: '2026-10-12 09:00',
      mediator: 'RC91',
      mediation_due: '2026-10-27',
      state: 'MEDIATING',
      claim: `DISPUTE-CLAIM，${people.applicantOfDispute.phone}`,
    },
  ]);
  await take('importRatings', ratingHeader, ratingRows());
  // A roster watches the line, but nobody was on duty when it rang: an alarm that is looked for below.
  await theExchange(office).shift('2026-10-14T00:00:00Z', '2026-10-14T12:00:00Z');
  await office.act(
    'importCdr',
    {
      legs: [
        {
          cdrNo: '000001',
          callRef: 'C1',
          lineNo: '82220001',
          direction: 'IN',
          callerNumber: people.caller.phone,
          calledNumber: '82220001',
          hop: 1,
          ringAt: '2026-10-16T01:00:00Z',
          answerAt: null,
          endAt: '2026-10-16T01:00:30Z',
          cause: 'NO_ANSWER',
        },
      ],
    },
    office.people.dutyOfficer,
    'recorded',
  );
  const { visitId, code } = await office.served({
    visitorName: people.visitor.name,
    visitorPhone: people.visitor.phone,
    visitorIdNumber,
    purpose: `${people.visitor.name}来谈，${people.visitor.phone}，${visitorIdNumber}`,
  });
  await office.rate({ code, score: 1, named: true, comment: `我是${people.visitor.name}，${people.visitor.phone}` });
  await office.arrived({ visitorName: people.visitor.name, visitorPhone: people.visitor.phone });
  const reason = `${people.visitor.name}扰乱秩序，${visitorIdNumber}`;
  await office.act(
    'blockVisitor',
    { visitId, reason, until: '2026-12-01T00:00:00Z' },
    office.people.director,
    'blockedVisitor { id }',
  );
  return { ...office, confidant, mediator, visitId };
}

/** A plain case, one whose applicant asked not to be named, and an accusation of the education bureau. */
function caseRows(): Row[] {
  const row = (code: string, { name, phone }: { name: string; phone: string }, changes: Row): Row => ({
    case_code: code,
    kind: 'SERVICE',
    channel: 'WINDOW',
    title: `${name}申请办理许可`,
    text: `联系人${name}，电话${phone}`,
    applicant_name: name,
    applicant_phone: phone,
    anonymous: 'N',
    confidential: 'N',
    joint_count: '1',
    responsible_org: 'JC10',
    first_responder: 'JC0017',
    officer: 'RC4',
    opened_at: '2026-09-15 14:37',
    accepted_at: '2026-09-16 09:00',
    due_date: '2026-09-22',
    extension_approved: 'N',
    answered_at: '2026-09-18 10:00',
    called_back_at: '2026-09-18 15:00',
    closed_at: '2026-09-18 16:00',
    state: 'CLOSED',
    result: 'HANDLED',
    answer_text: `已告知${name}`,
    onsite_visits: '1',
    redo_count: '0',
    ...changes,
  });
  return [
    row('霁办件2026-00101', people.applicant, {}),
    row('霁办件2026-00102', people.secret, { kind: 'HOTLINE', confidential: 'Y' }),
    row('霁办件2026-00103', people.applicant, {
      kind: 'PETITION',
      officer: 'RC3',
      due_date: '2026-11-15',
      answered_at: '',
      answer_text: '',
      called_back_at: '',
      closed_at: '',
      result: '',
      state: 'HANDLING',
    }),
    row('霁办件2026-00900', people.accuser, {
      kind: 'ACCUSATION',
      channel: 'LETTER',
      title: 'ACCUSED-TITLE',
      text: 'ACCUSED-TEXT',
      answer_text: 'ACCUSED-ANSWER',
      responsible_org: 'JC01',
      accused_org: 'JC11',
      officer: 'RC90',
      due_date: '',
    }),
  ];
}

const comments = [`${people.applicant.name}不满意`, `${people.secret.name}不满意`, 'ACCUSED-COMMENT'];

const ratingRows = (): Row[] =>
  ['霁办件2026-00101', '霁办件2026-00102', '霁办件2026-00900'].map((code, index) => ({
    rating_no: `P${index}`,
    subject_type: 'CASE',
    subject_ref: code,
    score: '2',
    named: 'Y',
    rated_at: '2026-09-19 10:00',
    channel: 'SMS',
    comment: comments[index] ?? '',
    state: 'SUBMITTED',
  }));

type Aviary = Awaited<ReturnType<typeof openAviary>>;

/** Ids of every table that the graph names things by. */
async function idsOf({ service }: Aviary) {
  const ids = async (table: string) =>
    (await service.db.read.query<{ id: string }[]>(`SELECT id FROM ${table}`)).map(({ id }) => id);
  return {
    ServiceCase: await ids('service_cases'),
    Visit: await ids('visits'),
    Rating: await ids('ratings'),
    Call: await ids('calls'),
    CallbackTask: await ids('callbacks'),
    BlockedVisitor: await ids('blocked_visitors'),
    Dispute: await ids('disputes'),
  };
}

async function accusationId({ service }: Aviary): Promise<string> {
  const [row] = await service.db.read.query<{ id: string }[]>('SELECT id FROM service_cases WHERE kind = ?', [
    'ACCUSATION',
  ]);
  return row?.id ?? '';
}

const viewersOf = ({ people: staff, staff: more, confidant, mediator }: Aviary): Record<string, Viewer | null> => ({
  anonymous: null,
  window: staff.window,
  keeper: more.keeper,
  townWindow: more.townWindow,
  emergencyHead: staff.emergencyHead,
  emergencyOfficer: more.emergencyOfficer,
  accusedHead: staff.educationHead,
  accusedOfficerOfCounty: more.educationOfficer,
  accusedStaff: staff.educationStaff,
  director: staff.director,
  supervisor: staff.supervisor,
  dutyOfficer: staff.dutyOfficer,
  analyst: staff.analyst,
  auditor: staff.auditor,
  importer: staff.importer,
  principal: staff.principal,
  confidant,
  mediator,
});
const mayReadAccusations = new Set(['principal', 'confidant']);
const mayReadDisputes = new Set(['mediator', 'auditor']);
/** Who brings history reads back the codes of its rows, and nothing else of them. */
const mayReadCodes = new Set(['importer']);

const isCode = (token: string): boolean => token.startsWith('霁');

interface Asking {
  /** The root field asked; null for entities. */
  readonly root: string | null;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Every way of asking: each root field by each thing it can be asked for, and each entity as the router asks. */
async function everyQuestion(office: Aviary): Promise<Asking[]> {
  const schema = receptionSchema();
  const ids = await idsOf(office);
  const orgIds = [office.orgs.county.id, office.orgs.governmentOffice.id, office.orgs.educationBureau.id];
  const candidates = {
    caseId: ids.ServiceCase,
    callRef: ['C1'],
    orgId: orgIds,
    siteId: [office.sites.hall.id],
    export: ['county-month'],
    phone: Object.values(people).map(({ phone }) => phone),
    idNumber: [visitorIdNumber],
  };
  const byCode = { code: ['霁办件2026-00101', '霁办件2026-00900'] };
  const roots = rootFields(schema).flatMap((field) => {
    const own = new Map<string, readonly string[]>(Object.entries(ids)).get(getNamedType(field.type).name) ?? [];
    const queries = queriesOf(field, field.name === 'serviceCaseByCode' ? byCode : { ...candidates, id: own });
    return queries.map((query) => ({
      root: field.name,
      query: query.replace('orgId: "none"', `orgId: "${orgIds[0]}"`),
    }));
  });
  const references = Object.entries({ ...ids, Org: orgIds, Person: [office.confidant.personId] });
  return [
    ...roots,
    ...references.flatMap(([type, known]) => {
      const query = entityQuery(schema, type);
      return query
        ? [{ root: null, query, variables: { representations: known.map((id) => ({ __typename: type, id })) } }]
        : [];
    }),
  ];
}

/** Whether an answer holds anything at all. */
const tells = (answer: unknown): boolean =>
  Array.isArray(answer)
    ? answer.length > 0
    : answer !== null && answer !== undefined && !(Reflect.get(Object(answer), 'nodes')?.length === 0);

describe.each(testDialects())('personal data and accusations on %s', (dialect) => {
  it('no viewer is answered a name or a number, and nobody but the competent officers an accusation (R-7)', async () => {
    await using office = await openAviary(dialect);
    const questions = await everyQuestion(office);
    const leaks: string[] = [];
    const answeredBy = new Map(rootFields(receptionSchema()).map(({ name }) => [name, new Set<string>()]));

    for (const [who, viewer] of Object.entries(viewersOf(office))) {
      const answers: string[] = [];
      for (const { root, query, variables } of questions) {
        const answer = await office.service.execute(query, variables, viewer);
        answers.push(JSON.stringify(answer));
        if (root !== null && tells(answer.data?.[root])) answeredBy.get(root)?.add(who);
      }
      const told = answers.join('\n');
      const hidden = [
        ...(mayReadAccusations.has(who) ? [] : accusation),
        ...(mayReadDisputes.has(who) ? [] : disputed),
      ];
      const forbidden = [...clear, ...hidden.filter((token) => !(mayReadCodes.has(who) && isCode(token)))];
      leaks.push(...forbidden.filter((token) => told.includes(token)).map((token) => `${who}: ${token}`));
      expect(told).not.toContain('"INTERNAL"}');
      expect(told).not.toContain('GRAPHQL_VALIDATION');
      if (mayReadAccusations.has(who)) expect(told).toEqual(expect.stringContaining('ACCUSED-TEXT'));
      if (mayReadDisputes.has(who)) expect(told).toEqual(expect.stringContaining('DISPUTE-CLAIM，160****0006'));
      if (who !== 'window') continue;
      for (const { masked } of [people.visitor, people.applicant, people.caller]) expect(told).toContain(masked);
    }

    const viewers = Object.keys(viewersOf(office)).length;
    const fields = questions.reduce((sum, { query }) => sum + leavesOf(query), 0);
    process.stdout.write(
      `canaries on ${dialect}: ${fields * viewers} cells (${fields} fields on their paths x ${viewers} viewers), ${leaks.length} leaks\n`,
    );
    expect(leaks).toEqual([]);
    const told = Object.fromEntries([...answeredBy].map(([root, viewers]) => [root, [...viewers].toSorted()]));
    expect(told).toEqual(
      Object.fromEntries(Object.entries(answered).map(([root, viewers]) => [root, viewers.toSorted()])),
    );
  });

  it('who may not read an accusation is refused as if there were none, by every mutation (R-7)', async () => {
    await using office = await openAviary(dialect);
    const hidden = await accusationId(office);
    const absent = hidden.replace(/.{4}$/, '0000');
    const schema = receptionSchema();
    const differences: string[] = [];

    for (const [who, viewer] of Object.entries(viewersOf(office))) {
      if (mayReadAccusations.has(who)) continue;
      for (const field of mutations(schema)) {
        const [input] = field.args;
        if (!input || !namesCase(field)) continue;
        const refusal = async (id: string) => {
          const query = `mutation { ${field.name}(input: ${someValue(input.type, named(id))}) { __typename } }`;
          const { errors } = await office.service.execute(query, {}, viewer);
          const { requestId: _, ...extensions } = errors?.[0]?.extensions ?? {};
          return JSON.stringify([errors?.[0]?.message, extensions]).replaceAll(id, 'ID');
        };
        const [seen, unseen] = [await refusal(hidden), await refusal(absent)];
        if (seen !== unseen) differences.push(`${who} ${field.name}: ${seen} / ${unseen}`);
      }
    }

    expect(differences).toEqual([]);
  });

  it('every mutation is known to the matrix', () => {
    const naming = Map.groupBy(mutations(receptionSchema()), namesCase);
    const names = (found: boolean) => (naming.get(found) ?? []).map(({ name }) => name).toSorted();

    expect(names(true)).toEqual(namingCases.toSorted());
    expect(names(false)).toEqual(namingNone.toSorted());
  });

  it('events carry neither names nor numbers, nor anything of an accusation but kind, code and times', async () => {
    await using office = await openAviary(dialect);
    const told = JSON.stringify(await office.service.events());

    for (const token of [...clear, ...disputed, ...accusation.filter((text) => !isCode(text))]) {
      expect(told).not.toContain(token);
    }
    const hidden = await accusationId(office);
    const about = (await office.service.events()).filter((event) => JSON.stringify(event.data).includes(hidden));
    expect(about.length).toBeGreaterThan(0);
    for (const event of about) {
      expect(event.orgid).toBeNull();
      expect(JSON.stringify(event.data)).not.toContain('org_');
    }
  });
});

/** Whether the input holds the id of a case, or of anything with contacts. */
const namesCase = ({ args: [input] }: GraphQLField<unknown, unknown>): boolean =>
  input !== undefined && /caseId|subjectId|duplicateOfId/.test(someValue(input.type, named('')));

const named = (id: string) => ({ caseId: id, subjectId: id });
