import { AuditEntity, ownCount } from '@chengqi/office-kernel';
import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { createHouseCounts } from '../src/counts/house-counts.repository.ts';
import { openWindow } from './window.ts';

const header = [
  ...['dispute_code', 'kind', 'regime', 'applicants_count', 'respondent_org', 'opened_at', 'mediator'],
  ...['mediation_due', 'state', 'closed_at', 'claim'],
];

interface Fate {
  readonly outcome: string;
  readonly remarks: readonly { readonly column: string | null; readonly reason: string }[];
}

/** A dispute of the education bureau's staff, mediated by somebody of the emergency bureau. */
const dispute = (code: string, changes: Record<string, string> = {}): string[] => {
  const row: Record<string, string> = {
    dispute_code: code,
    kind: 'PAY',
    regime: 'LABOUR',
    applicants_count: '11',
    respondent_org: 'JC11',
    opened_at: '2026-09-14 09:43',
    mediator: 'MED1',
    mediation_due: '2026-09-29',
    state: 'MEDIATING',
    closed_at: '',
    claim: '要求补发加班工资差额',
    ...changes,
  };
  return header.map((column) => row[column] ?? '');
};

async function openMediation(dialect: Dialect) {
  const window = await openWindow(dialect, '2026-10-16T14:00:00Z');
  const { service, orgs, people } = window;
  const person = (staffNo: string, roles: string[], org = orgs.emergencyBureau, scope: typeof org | null = org) =>
    deliverPerson(service, { staffNo, name: staffNo, roles, org, scope });
  const mediator = await person('MED1', ['MEDIATOR', 'WINDOW']);
  return {
    ...window,
    mediator,
    person,
    take: (rows: string[][], file = 'disputes.csv'): Promise<Fate[]> =>
      window.importFile('importDisputes', { file, header, rows }, people.importer),
    seen: async (as: Viewer, where: object = {}): Promise<string[]> => {
      const { disputes } = await window.ask(
        'query ($where: DisputeFilter) { disputes(where: $where) { totalCount nodes { code } } }',
        { where },
        as,
      );
      expect(disputes.totalCount).toBe(disputes.nodes.length);
      return disputes.nodes.map(({ code }: { code: string }) => code);
    },
  };
}

type Mediation = Awaited<ReturnType<typeof openMediation>>;

const idsOf = async ({ service }: Mediation): Promise<string[]> =>
  (await service.db.read.query<{ id: string }[]>('SELECT id FROM disputes ORDER BY code')).map(({ id }) => id);

const unfit: readonly (readonly [string, Record<string, string>, string, string, RegExp])[] = [
  [
    'closed before it was opened',
    { closed_at: '2026-09-13 10:00', state: 'FAILED' },
    'REJECTED',
    'closed_at',
    /BAD_USER_INPUT/,
  ],
  ['due before it was opened', { mediation_due: '2026-09-13' }, 'REJECTED', 'mediation_due', /BAD_USER_INPUT/],
  ['of nobody', { applicants_count: '0' }, 'REJECTED', 'applicants_count', /./],
  ['of a kind that does not exist', { kind: 'LOVE' }, 'REJECTED', 'kind', /./],
  ['without a mediator', { mediator: '' }, 'REJECTED', 'mediator', /BAD_USER_INPUT/],
  ['of an unknown unit', { respondent_org: 'JC99' }, 'QUARANTINED', 'respondent_org', /REFERENCE_UNKNOWN/],
  ['of an unknown mediator', { mediator: 'NOBODY' }, 'QUARANTINED', 'mediator', /REFERENCE_UNKNOWN/],
  ['mediated by the respondent (R-12)', { respondent_org: 'JC10' }, 'QUARANTINED', 'mediator', /GUARD_FAILED R-12/],
  ['mediated for civil servants', { regime: 'CIVIL_SERVANT', mediation_due: '' }, 'QUARANTINED', 'state', /labour/],
  [
    'with a limit to mediate what is not mediated',
    { regime: 'PERSONNEL', state: 'ADVISED' },
    'QUARANTINED',
    'mediation_due',
    /labour/,
  ],
  ['reviewed under labour law', { state: 'REVIEW_ASKED', mediation_due: '' }, 'QUARANTINED', 'state', /civil servants/],
  ['mediated without a limit', { mediation_due: '' }, 'QUARANTINED', 'mediation_due', /limit/],
  ['over, but not when', { state: 'WITHDRAWN' }, 'QUARANTINED', 'closed_at', /not when/],
  ['closed, but open', { closed_at: '2026-09-20 10:00' }, 'QUARANTINED', 'closed_at', /open state/],
  [
    'expired too early',
    { state: 'EXPIRED', closed_at: '2026-09-29 10:00' },
    'QUARANTINED',
    'closed_at',
    /before its limit/,
  ],
];

describe.each(testDialects())('disputes of an export on %s', (dialect) => {
  it('R-12: counts for analytics what became of disputes as far as is known, and none of it by unit', async () => {
    const room = await openMediation(dialect);
    const rows = [
      dispute('CNT-1', { state: 'PERFORMED', closed_at: '2026-09-20 10:00' }),
      dispute('CNT-2', { state: 'AGREED', closed_at: '2026-09-24 10:00' }),
      dispute('CNT-3', { state: 'EXPIRED', closed_at: '2026-09-30 10:00' }),
      dispute('CNT-4'),
    ];
    expect((await room.take(rows)).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'ACCEPTED'));
    const counters = createHouseCounts({ kit: room.service.kit });
    const [from, to] = [new Date('2026-09-01T00:00:00Z'), new Date('2026-11-01T00:00:00Z')];
    const own = async (metric: string, asOf: string, orgId: string | null = null) => {
      const { numerator, denominator } = await ownCount(counters, { metric, from, to, asOf: new Date(asOf), orgId });
      return [numerator, denominator];
    };

    expect(await own('dsp.count', '2026-10-16T00:00:00Z')).toEqual([4, null]);
    expect(await own('dsp.settled', '2026-10-16T00:00:00Z')).toEqual([2, 4]);
    expect(await own('dsp.settled', '2026-09-21T00:00:00Z')).toEqual([1, 4]);
    expect(await own('dsp.expired', '2026-09-30T01:59:59Z')).toEqual([0, null]);
    expect(await own('dsp.expired', '2026-09-30T02:00:00Z')).toEqual([1, null]);
    expect(await own('dsp.performed', '2026-10-16T00:00:00Z')).toEqual([1, 2]);
    expect(await own('dsp.count', '2026-10-16T00:00:00Z', room.orgs.educationBureau.id)).toEqual([0, null]);
    await room[Symbol.asyncDispose]();
  });

  it('are stored as facts that belong to the unit of their mediator, never to the respondent', async () => {
    await using room = await openMediation(dialect);
    await room.take([dispute('D1', { claim: '补发工资，电话16012345678', opened_at: '2026-09-14 09:43' })]);

    const [found] = (
      await room.ask(
        `{ disputes { nodes { code kind regime state applicantsCount respondentOrg { id } openedAt mediator { id }
           mediationDueAt mediationDueOn closedAt claim imported ownerOrg { id } } } }`,
        {},
        room.mediator,
      )
    ).disputes.nodes;

    expect(found).toEqual({
      code: 'D1',
      kind: 'PAY',
      regime: 'LABOUR',
      state: 'MEDIATING',
      applicantsCount: 11,
      respondentOrg: { id: room.orgs.educationBureau.id },
      openedAt: '2026-09-14T01:43:00.000Z',
      mediator: { id: room.mediator.personId },
      mediationDueAt: '2026-09-29T16:00:00.000Z',
      mediationDueOn: '2026-09-29',
      closedAt: null,
      claim: '补发工资，电话160****5678',
      imported: true,
      ownerOrg: { id: room.orgs.emergencyBureau.id },
    });
  });

  it('R-12: tell others their kind, regime, unit and times, as history', async () => {
    await using room = await openMediation(dialect);
    await room.take([
      dispute('D1', { state: 'EXPIRED', closed_at: '2026-09-30 00:00' }),
      dispute('D2', { state: 'PERFORMED', closed_at: '2026-09-22 16:18' }),
      dispute('D3', { regime: 'CIVIL_SERVANT', kind: 'APPRAISAL', mediation_due: '', state: 'REVIEW_ASKED' }),
    ]);

    const events = await room.service.events();

    const respondentOrgId = room.orgs.educationBureau.id;
    const [expired, performed, asked] = await idsOf(room);
    const [pay, appraisal] = [
      { kind: 'PAY', regime: 'LABOUR', respondentOrgId },
      { kind: 'APPRAISAL', regime: 'CIVIL_SERVANT', respondentOrgId },
    ];
    const [openedAt, mediationDueAt] = ['2026-09-14T01:43:00.000Z', '2026-09-29T16:00:00.000Z'];
    expect(events.map(({ type, provenance, data }) => [type, provenance, data])).toEqual([
      ['reception.DisputeOpened.v1', 'imported', { disputeId: expired, ...pay, openedAt, mediationDueAt }],
      ['reception.DisputeExpired.v1', 'imported', { disputeId: expired, ...pay, expiredAt: mediationDueAt }],
      ['reception.DisputeOpened.v1', 'imported', { disputeId: performed, ...pay, openedAt, mediationDueAt }],
      [
        'reception.DisputeSettled.v1',
        'imported',
        { disputeId: performed, ...pay, settledAt: '2026-09-22T08:18:00.000Z', end: 'PERFORMED' },
      ],
      ['reception.DisputeOpened.v1', 'imported', { disputeId: asked, ...appraisal, openedAt, mediationDueAt: null }],
    ]);
  });

  it('are not taken when a row is wrong or not of one piece, with the reason', async () => {
    await using room = await openMediation(dialect);

    const fates = await room.take(unfit.map(([, changes], index) => dispute(`D${index}`, changes)));

    for (const [index, [what, , outcome, column, reason]] of unfit.entries()) {
      const expected = { outcome, remarks: [{ column, reason: expect.stringMatching(reason) }] };
      expect([what, fates[index]]).toMatchObject([what, expected]);
    }
    expect(await idsOf(room)).toEqual([]);
    expect(await room.service.events()).toEqual([]);
  });

  it('change nothing when the file comes twice, and are not corrected by another one', async () => {
    await using room = await openMediation(dialect);
    const rows = [dispute('D1'), dispute('D2', { respondent_org: 'JC30' })];

    const first = await room.take(rows);
    const again = await room.take(rows);
    const corrected = await room.take([dispute('D1', { applicants_count: '2' })]);
    const elsewhere = await room.take([dispute('D1')], 'again.csv');

    expect(first.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(again).toEqual(first);
    for (const [fate] of [corrected, elsewhere])
      expect(fate).toMatchObject({ outcome: 'REJECTED', remarks: [{ reason: expect.stringContaining('DUPLICATE') }] });
    expect(await room.service.events()).toHaveLength(2);
  });

  it('R-12: are read by their mediator and the auditors over the mediating unit, on record', async () => {
    await using room = await openMediation(dialect);
    await room.take([dispute('D1'), dispute('D2', { respondent_org: 'JC30' })]);
    const [first, second] = await idsOf(room);
    const houseAuditor = await room.person('AUD1', ['AUDITOR'], room.orgs.governmentOffice, null);

    for (const reader of [room.mediator, room.people.auditor, houseAuditor]) {
      expect(await room.seen(reader)).toEqual(['D2', 'D1']);
      const { dispute: found } = await room.ask(
        'query ($id: ID!) { dispute(id: $id) { code } }',
        { id: first },
        reader,
      );
      expect(found).toEqual({ code: 'D1' });
      const log = await room.service.db.read
        .getRepository(AuditEntity)
        .findBy({ personId: reader.personId ?? '', act: 'READ' });
      expect(log.map(({ entityId }) => entityId).toSorted()).toEqual([first, first, second].toSorted());
    }
  });

  it('R-12: are absent to everybody else, by every path', async () => {
    await using room = await openMediation(dialect);
    await room.take([dispute('D1')]);
    const [id] = await idsOf(room);
    const { people, orgs, mediator, person } = room;
    const inRespondent = { orgId: orgs.educationBureau.id, scopeOrgId: orgs.educationBureau.id, roles: [] };
    const outsiders: Record<string, Viewer> = {
      'the head of the respondent': people.educationHead,
      'staff of the respondent': people.educationStaff,
      'an auditor of the respondent': await person('O1', ['AUDITOR'], orgs.educationBureau, orgs.county),
      'an auditor of another unit': await person('O2', ['AUDITOR'], orgs.town),
      'the mediator once in the respondent': { ...mediator, posts: [...mediator.posts, inRespondent] },
      'another mediator of the same unit': await person('O3', ['MEDIATOR']),
      'the head of the mediating unit': people.emergencyHead,
      'the office director': people.director,
      'the principal': people.principal,
      'the window': people.window,
      'an analyst': people.analyst,
      'an administrator': people.admin,
      'who imported it': people.importer,
      'a service': { ...mediator, kind: 'system', personId: null, posts: [] },
    };
    const everything = `query ($id: ID!, $unit: ID!) {
      dispute(id: $id) { code claim }
      disputes { totalCount nodes { code claim } pageInfo { startCursor } }
      ofUnit: disputes(where: { respondentOrgId: $unit, open: true }) { totalCount nodes { id } }
      _entities(representations: [{ __typename: "Dispute", id: $id }]) { ... on Dispute { code claim } }
    }`;
    const nothing = { totalCount: 0, nodes: [] };

    for (const [who, viewer] of Object.entries(outsiders)) {
      const answer = await room.ask(everything, { id, unit: orgs.educationBureau.id }, viewer);
      expect([who, answer]).toEqual([
        who,
        {
          dispute: null,
          disputes: { ...nothing, pageInfo: { startCursor: null } },
          ofUnit: nothing,
          _entities: [null],
        },
      ]);
    }
    await room.service.kit.settled();
    const log = await room.service.db.read.getRepository(AuditEntity).findBy({ entityId: id ?? '' });
    expect(new Set(log.map(({ act }) => act))).toEqual(new Set(['READ_REFUSED']));
    expect(log.map(({ personId }) => personId)).toContain(people.educationHead.personId);
  });

  it('R-12: who brings them reads back their numbers and fates, and nothing of what is said', async () => {
    await using room = await openMediation(dialect);
    await room.take([dispute('D1'), dispute('D2', { state: 'WITHDRAWN', claim: '要求恢复岗位津贴' })]);

    const answer = await room.ask(
      '{ receptionImportRows(export: "county-month") { key outcome remarks { column raw clean } } }',
      {},
      room.people.importer,
    );

    expect(answer.receptionImportRows).toEqual([
      { key: 'D1', outcome: 'ACCEPTED', remarks: [] },
      { key: 'D2', outcome: 'QUARANTINED', remarks: [{ column: 'closed_at', raw: null, clean: null }] },
    ]);
    const { errors } = await room.service.execute(
      'mutation ($input: ImportInput!) { importDisputes(input: $input) { rows { key } } }',
      { input: { export: 'x', file: 'disputes.csv', header, rows: [{ record: 1, line: 2, values: dispute('D3') }] } },
      room.mediator,
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('are found by kind, regime, state, unit, mediator, opening and limit', async () => {
    await using room = await openMediation(dialect);
    await room.take([
      dispute('D1'),
      dispute('D2', { kind: 'BULLYING', opened_at: '2026-09-15 10:00', mediation_due: '2026-09-30' }),
      dispute('D3', { regime: 'PERSONNEL', state: 'ADVISED', mediation_due: '', respondent_org: 'JC30' }),
      dispute('D4', { state: 'AGREED', closed_at: '2026-09-22 16:18', opened_at: '2026-09-16 10:00' }),
    ]);
    const found = async (where: object) => (await room.seen(room.people.auditor, where)).toSorted();

    expect(await found({ kind: 'BULLYING' })).toEqual(['D2']);
    expect(await found({ regime: 'PERSONNEL' })).toEqual(['D3']);
    expect(await found({ state: 'AGREED' })).toEqual(['D4']);
    expect(await found({ open: true })).toEqual(['D1', 'D2', 'D3']);
    expect(await found({ open: false })).toEqual(['D4']);
    expect(await found({ respondentOrgId: room.orgs.town.id })).toEqual(['D3']);
    expect(await found({ mediatorId: room.mediator.personId, open: false })).toEqual(['D4']);
    expect(await found({ openedAt: { gte: '2026-09-15T00:00:00Z', lt: '2026-09-16T00:00:00Z' } })).toEqual(['D2']);
    expect(await found({ mediationDueOn: { gte: '2026-09-30', lte: '2026-09-30' } })).toEqual(['D2']);
  });
});
