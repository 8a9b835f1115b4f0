import { readFileSync } from 'node:fs';
import { errorCodes } from '@chengqi/service-kit';
import { type Answer, confirmProposals, type Data, type OfficeClient, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { anyCall, type IdPool, idsOf, operationOf } from './any-call.ts';
import { hostileTexts } from './hostile-texts.ts';
import { type OpenedOffice, openOffice } from './open-office.ts';

const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));
const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const inside = /node_modules|\bat \/|\.ts:\d|SQLITE|\bER_[A-Z]|QueryFailedError|SELECT .* FROM|INSERT INTO/;

/** The codes of an answer that keeps API.md 7: listed, never INTERNAL, nothing of the inside, a status below 500. */
function codesOf({ status, errors }: Answer): string[] {
  expect(status).toBeLessThan(500);
  const codes = errors.map(({ extensions, message }) => {
    expect(message).not.toMatch(inside);
    expect(extensions).not.toHaveProperty('stacktrace');
    return extensions.code;
  });
  for (const code of codes) expect(errorCodes).toContain(code);
  expect(codes).not.toContain('INTERNAL');
  return codes;
}

describe('refusals through the public gateway', () => {
  const print = console.log;
  let opened: OpenedOffice;
  let client: OfficeClient;
  let pool: IdPool;
  let meeting: string;
  const known = (prefix: string) => pool.get(prefix)?.[0] ?? '';

  beforeAll(async () => {
    console.log = () => {};
    opened = await openOffice();
    client = opened.client;
    meeting = (await playClosedLoop(client.url, { run: 'refusals' })).meetingId;
    await appointAllRounder(client);
    pool = await idsOf(opened.office);
  });
  afterAll(async () => {
    console.log = print;
    await opened[Symbol.asyncDispose]();
  });

  const as = (who: string, query: string, variables: Data = {}) => client.as(who).ask(query, variables);
  const mutate = (who: string, name: string, input: Data) =>
    as(
      who,
      `mutation ($input: ${schema.getMutationType()?.getFields()[name]?.args[0]?.type}) { ${name}(input: $input) { __typename } }`,
      { input },
    );

  it.each([
    ...queries.map((field) => ['query', field] as const),
    ...mutations.map((field) => ['mutation', field] as const),
  ])('asks for a signature at every root field: %s %p', async (kind, field) => {
    const call = fc.sample(anyCall(schema, kind, pool, field.name), { numRuns: 1, seed: 7 })[0];
    const answer = await client.anonymous.ask(operationOf(kind, field), call?.variables);
    const codes = codesOf(answer);
    expect(codes.length).toBeGreaterThan(0);
    // The one-use code stands for a signature there; a wrong one is not found.
    const registered = field.name === 'rateService' ? ['BAD_USER_INPUT', 'NOT_FOUND'] : [];
    const refusals = ['UNAUTHENTICATED', 'LIMIT_EXCEEDED', ...registered];
    for (const code of codes) expect(refusals).toContain(code);
  });

  it.each([
    [
      'an unknown id',
      () => ['YX0006', 'scheduleMeeting', { meetingId: 'mtg_01h455vb4pex5vsknk084sn02q' }, 'NOT_FOUND'],
    ],
    ['a malformed id', () => ['YX0006', 'scheduleMeeting', { meetingId: `'; DROP TABLE meetings; --` }, 'NOT_FOUND']],
    ['an id with NUL', () => ['YX0006', 'scheduleMeeting', { meetingId: 'mtg_\u0000' }, 'NOT_FOUND']],
    ['an id of another type', () => ['YX0006', 'scheduleMeeting', { meetingId: known('haz') }, 'NOT_FOUND']],
    ['a stale version', () => ['YX0006', 'sealRecord', { meetingId: meeting, expectedVersion: 1 }, 'CONFLICT_VERSION']],
    ['an illegal transition', () => ['YX0006', 'sealRecord', { meetingId: meeting }, 'ILLEGAL_TRANSITION']],
    [
      'a hazard of another unit',
      () => ['YX0018', 'dismissHazard', { hazardId: known('haz'), reason: '重复' }, 'FORBIDDEN'],
    ],
    [
      'a hazard that is closed',
      () => ['YX0023', 'dismissHazard', { hazardId: known('haz'), reason: '重复' }, 'ILLEGAL_TRANSITION'],
    ],
    [
      'a missing role',
      () => [
        'YX0022',
        'createOrg',
        { code: 'X1', name: '甲', shortName: '甲', level: 'DEPT', kind: 'GOV' },
        'FORBIDDEN',
      ],
    ],
    [
      'a code twice',
      () => [
        'admin',
        'createOrg',
        { code: 'YX02', name: '甲', shortName: '甲', level: 'DEPT', kind: 'GOV', parentId: known('org') },
        'DUPLICATE',
      ],
    ],
    [
      'an unknown place',
      () => ['YX0022', 'reportHazard', { siteId: 'sit_x', description: '漏水', category: 'FIRE' }, 'REFERENCE_UNKNOWN'],
    ],
    [
      '31 February',
      () => [
        'YX9999',
        'setCalendar',
        { year: 2026, days: [{ date: '2026-02-31', type: 'WORKDAY' }] },
        'BAD_USER_INPUT',
      ],
    ],
    [
      'an instant without offset',
      () => [
        'YX0006',
        'bookRoom',
        { roomId: known('rom'), start: '2026-12-01T09:00:00', end: '2026-12-01T10:00:00' },
        'BAD_USER_INPUT',
      ],
    ],
    [
      'a year that no database keeps',
      () => [
        'YX0006',
        'bookRoom',
        { roomId: known('rom'), start: '9999-12-31T23:00:00-12:00', end: '9999-12-31T23:59:00-12:00' },
        'BAD_USER_INPUT',
      ],
    ],
    ['a wrong type', () => ['YX0006', 'bookRoom', { roomId: 5.5, start: true, end: [] }, 'BAD_USER_INPUT']],
    [
      'a number beyond 32 bits',
      () => ['YX0006', 'scheduleMeeting', { meetingId: meeting, expectedVersion: 2 ** 31 }, 'BAD_USER_INPUT'],
    ],
    ['an unknown field', () => ['YX0006', 'scheduleMeeting', { meetingId: meeting, nonsense: 1 }, 'BAD_USER_INPUT']],
    ['nothing where something is asked', () => ['YX0006', 'scheduleMeeting', {}, 'BAD_USER_INPUT']],
    [
      'a key of 101 characters',
      () => ['YX0006', 'scheduleMeeting', { meetingId: meeting, idempotencyKey: 'k'.repeat(101) }, 'BAD_USER_INPUT'],
    ],
  ] as [string, () => [string, string, Data, string]][])('refuses %s', async (_, row) => {
    const [who, name, input, code] = row();
    expect([...new Set(codesOf(await mutate(who, name, input)))]).toEqual([code]);
  });

  it.each([
    ['101 at once', '{ meetings(first: 101) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['-1', '{ people(first: -1) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['both directions', '{ orgs(first: 1, last: 1) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['a foreign cursor', '{ hazards(after: "foreign") { nodes { id } } }', 'BAD_USER_INPUT'],
    ['an unknown field', '{ orgs { nodes { password } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', '{ orgs(limit: 1) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no syntax', '{ orgs(', 'GRAPHQL_PARSE_FAILED'],
    ['a wrong enum', '{ hazards(where: { state: GONE }) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses a question with %s', async (_, query, code) => {
    expect(new Set(codesOf(await as('YX0006', query)))).toEqual(new Set([code]));
  });

  it.each([true, null, 1e300, '\uD800', { at: 'never' }, { at: '2026-01-01T00:00:00Z' }, [1], {}])(
    'takes no harm from a cursor made by hand with %p',
    async (key) => {
      for (const list of ['orgs', 'people', 'rooms']) {
        const [mark] = read(await cursorOf(list));
        for (const forged of [
          [mark, key, 'x'],
          [key, 'x'],
        ]) {
          const after = Buffer.from(JSON.stringify(forged)).toString('base64url');
          codesOf(await as('YX0004', `query ($after: String) { ${list}(after: $after) { nodes { id } } }`, { after }));
        }
      }
    },
  );

  it.each([
    ['of another list', 'orgs', 'people'],
    ['of another order', 'orgTree', 'orgs'],
  ])('refuses a cursor %s', async (_, from, to) => {
    const after = await cursorOf(from);
    const page = (list: string) =>
      as('YX0004', `query ($after: String) { ${list}(after: $after) { nodes { id } } }`, { after });

    expect(codesOf(await page(from))).toEqual([]);
    expect(codesOf(await page(to))).toEqual(['BAD_USER_INPUT']);
  });

  const read = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  async function cursorOf(list: string): Promise<string> {
    const { data } = await as('YX0004', `{ ${list}(first: 1) { pageInfo { endCursor } } }`);
    return data[list].pageInfo.endCursor;
  }

  it.each(Object.keys(hostileTexts) as (keyof typeof hostileTexts)[])(
    'keeps hostile text or refuses it: %s',
    async (kind) => {
      const text = hostileTexts[kind];
      const report = 'mutation ($input: ReportHazardInput!) { reportHazard(input: $input) { hazard { description } } }';
      const answer = await as('YX0022', report, {
        input: { siteId: known('sit'), description: text, category: 'FIRE' },
      });
      const codes = codesOf(answer);
      if (codes.length > 0) expect(codes).toEqual(['BAD_USER_INPUT']);
      else expect(answer.data.reportHazard.hazard.description).toBe(text.trim());
      codesOf(
        await as('YX0022', 'query ($search: String!) { searchPeople(search: $search) { nodes { id } } }', {
          search: text,
        }),
      );
    },
  );

  it('tells everything that is wrong with an input at once, each by its path', async () => {
    const input = {
      organizerOrgId: known('org'),
      title: ' ',
      type: 'OFFICE',
      startAt: 'tomorrow',
      endAt: '2026-12-01T10:00:00+08:00',
      mode: 'ONSITE',
      agenda: [{ title: '一' }, { title: '二', minutes: 'ten' }],
    };
    const malformed = await mutate('YX0006', 'planMeeting', input);
    expect(problemsOf(malformed)).toEqual([
      ['startAt', null],
      ['agenda.1.minutes', null],
    ]);
    expect(malformed.errors[0]?.extensions.field).toBe('startAt');

    const agenda = [{ title: '一' }, { title: ' ', minutes: 0 }];
    const times = { startAt: '2026-12-01T11:00:00+08:00', endAt: '2026-12-01T10:00:00+08:00' };
    const refused = await mutate('YX0006', 'planMeeting', { ...input, ...times, quorum: 0, agenda });
    expect(problemsOf(refused)).toEqual([
      ['agenda.1.title', null],
      ['agenda.1.minutes', null],
      ['endAt', null],
      ['title', null],
      ['quorum', null],
    ]);
    expect(refused.errors).toHaveLength(1);
  });

  it('names the path of a literal, and of an argument of a question', async () => {
    const days =
      'mutation { setCalendar(input: { year: 2026, days: [{ date: "2026-02-31", type: WORKDAY }] }) { __typename } }';
    expect(problemsOf(await as('YX9999', days))).toEqual([['days.0.date', null]]);
    const addWorkingDays = 'query ($from: LocalDate!) { addWorkingDays(from: $from, n: 3) }';
    expect(problemsOf(await as('YX0004', addWorkingDays, { from: 'today' }))).toEqual([['from', null]]);
  });

  it('an id of another kind, or of what its own home does not know, is not worth another try', async () => {
    const report = (siteId: string) =>
      mutate('YX0022', 'reportHazard', { siteId, description: '漏水', category: 'FIRE' });
    expect((await report(known('org'))).errors[0]?.extensions).toEqual(
      expect.not.objectContaining({ retryable: true }),
    );
    expect((await report('sit_01h455vb4pex5vsknk084sn02q')).errors[0]?.extensions).toMatchObject({ retryable: true });
    const times = { start: '2026-12-01T09:00:00+08:00', end: '2026-12-01T10:00:00+08:00', purpose: '协调会' };
    const booked = await mutate('YX0006', 'bookRoom', { ...times, roomId: 'rom_01h455vb4pex5vsknk084sn02q' });
    expect(booked.errors[0]?.extensions).toMatchObject({ code: 'REFERENCE_UNKNOWN', field: 'roomId' });
    expect(booked.errors[0]?.extensions).not.toHaveProperty('retryable');
  });

  it('refuses a key that comes back with another input, and answers the same again', async () => {
    const input = { siteId: known('sit'), description: '消防栓无水', category: 'FIRE', idempotencyKey: 'once' };
    expect(codesOf(await mutate('YX0022', 'reportHazard', input))).toEqual([]);
    expect(codesOf(await mutate('YX0022', 'reportHazard', input))).toEqual([]);
    expect(codesOf(await mutate('YX0022', 'reportHazard', { ...input, description: '另一处' }))).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ]);
  });

  it('lets one of two bookings of a room at one time through (MTG-1)', async () => {
    const { data } = await as('YX0006', '{ rooms { nodes { id approvalNeeded } } }');
    const room = data.rooms.nodes.find(({ approvalNeeded }: Data) => !approvalNeeded);
    const at = (hours: number) =>
      new Date(Math.floor(performance.timeOrigin / 3_600_000 + hours) * 3_600_000).toISOString();
    const input = { roomId: room.id, start: at(72), end: at(73), purpose: '协调会' };
    expect(codesOf(await mutate('YX0006', 'bookRoom', input))).toEqual([]);
    expect(codesOf(await mutate('YX0006', 'bookRoom', input))).toEqual(['CONFLICT_BOOKING']);
  });

  const imports = mutations.map(({ name }) => name).filter((name) => name.startsWith('import'));
  it.each(imports)('%s refuses what is no export', async (name) => {
    const row = { record: 1, line: 2, values: ['x'] };
    const batch = { export: 'e2e', file: 'x.csv', header: ['nonsense'], rows: [row] };
    const many = Array.from({ length: 201 }, (_, record) => ({ ...row, record, line: record + 1 }));
    for (const input of [batch, { ...batch, header: [] }, { ...batch, header: ['\uFEFFcode', 'code', 'code'] }])
      codesOf(await mutate('YX9999', name, input));
    const codes = codesOf(await mutate('YX9999', name, { ...batch, rows: many }));
    expect(['BAD_USER_INPUT', 'LIMIT_EXCEEDED']).toContain(codes[0]);
  });

  it.each(['query', 'mutation'] as const)('answers any %s made from the types without INTERNAL', async (kind) => {
    const people = ['YX9999', 'YX9999', 'admin', 'YX0004', 'YX0022', null];
    await fc.assert(
      fc.asyncProperty(anyCall(schema, kind, pool), fc.constantFrom(...people), async (call, who) => {
        const answer = await (who ? client.as(who) : client.anonymous).ask(call.query, call.variables);
        codesOf(answer);
        expect(strangePaths(kind, call.field, answer)).toEqual([]);
      }),
      { seed: 20_260_914, numRuns: 150, endOnFailure: true },
    );
  });
});

const problemsOf = ({ errors }: Answer) =>
  errors.flatMap(({ extensions }) => problemsIn(extensions).map(({ path, rule }) => [path, rule]));

const problemsIn = ({ problems = [] }: Answer['errors'][number]['extensions']) =>
  problems as { readonly path: string; readonly rule: string | null; readonly message: string }[];

/** Paths of problems that the input of the field does not have. */
function strangePaths(kind: 'query' | 'mutation', name: string, { errors }: Answer): string[] {
  const field = (kind === 'query' ? queries : mutations).find((each) => each.name === name);
  const args = Object.fromEntries((field?.args ?? []).map((argument) => [argument.name, argument.type]));
  const roots = args.input ? { ...args, ...inputFieldsOf(args.input) } : args;
  return errors.flatMap(({ extensions }) => {
    const paths = problemsIn(extensions).map(({ path }) => path);
    const { code, field: first } = extensions;
    if (code === 'BAD_USER_INPUT' && first !== paths[0]) return [`${first} is not the first of ${paths}`];
    return paths.filter((path) => !isPath(roots, path.split('.')));
  });
}

function isPath(fields: Record<string, GraphQLInputType>, [name = '', ...rest]: string[]): boolean {
  const type = fields[name];
  if (type === undefined) return false;
  const inner = /^\d+$/.test(rest[0] ?? '') ? rest.slice(1) : rest;
  return inner.length === 0 || isPath(inputFieldsOf(type), inner);
}

function inputFieldsOf(type: GraphQLInputType): Record<string, GraphQLInputType> {
  const named = getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  return Object.fromEntries(fields.map((field) => [field.name, field.type]));
}

/** Somebody whom no role keeps from the rules behind it. */
async function appointAllRounder(client: OfficeClient): Promise<void> {
  const admin = client.as('admin');
  const { org, people } = await admin.act(
    '{ org(code: "YX01") { id } people(first: 100) { nodes { posts { roles } } } }',
  );
  const roles = [...new Set(people.nodes.flatMap(({ posts }: Data) => posts.flatMap((post: Data) => post.roles)))];
  const { upsertPerson } = await admin.act(
    'mutation { upsertPerson(input: { staffNo: "YX9999", name: "全能" }) { person { id } } }',
  );
  const personId = upsertPerson.person.id;
  await admin.act('mutation ($input: AssignPostInput!) { assignPost(input: $input) { person { id } } }', {
    input: { personId, orgId: org.id, roles: [...new Set([...roles, 'ADMIN', 'IMPORTER'])] },
  });
  const ours = { proposedBy: 'admin', staffNos: new Set(['YX9999']) };
  await confirmProposals(client.as('confirmer').act, ours);
  await admin.act('mutation ($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }', {
    input: { personId, secrecyLevel: 'SECRET' },
  });
  await confirmProposals(client.as('confirmer').act, ours);
  await client.settled();
}
