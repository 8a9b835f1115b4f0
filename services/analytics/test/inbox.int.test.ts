import { rosterPublished } from '@chengqi/schemas/events/security';
import { itemDeadlineChanged, itemRejected } from '@chengqi/schemas/events/supervision';
import { anonymousViewer, systemIds, systemViewer, type Viewer } from '@chengqi/service-kit';
import { aViewer, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workTimer } from '../src/work/work.consumers.ts';
import { WorkItemEntity, WorkMatterEntity } from '../src/work/work.entity.ts';
import { type Inbox, startInbox } from './inbox.ts';
import { dueAt, mattersOf } from './matters-of-the-office.ts';

describe.each(testDialects())('the inbox on %s', (dialect) => {
  let office: Inbox;
  let begin: ReturnType<typeof mattersOf>;
  beforeAll(async () => {
    office = await startInbox(dialect);
    begin = mattersOf(office);
  });
  afterAll(() => office.close());

  const subjects = (nodes: { subject: { id: string } }[]) => nodes.map(({ subject }) => subject.id);
  /** A supervisor of a unit that no other test works for. */
  const supervisorOf = (orgId: string, clearance: Viewer['clearance'] = 'INTERNAL') =>
    aViewer({ roles: ['SUPERVISOR'], orgId, clearance });

  it('answers what waits, where it comes from and whose turn it is', async () => {
    const itemId = await begin.registeredItem({ orgId: office.orgs.town.id });
    const { nodes, totalCount } = await office.work(supervisorOf(office.orgs.town.id), '', totalled);
    expect(totalCount).toBe(1);
    expect(nodes).toEqual([
      {
        id: `ASSIGN:${itemId}`,
        kind: 'SUPERVISION',
        action: 'ASSIGN',
        waitingSince: '2026-09-14T01:00:00.000Z',
        dueAt,
        light: 'GREEN',
        org: { id: office.orgs.town.id },
        subject: { __typename: 'SupervisionItem', id: itemId },
      },
    ]);
  });

  const totalled = `totalCount pageInfo { hasNextPage endCursor } nodes { id kind action waitingSince dueAt light org { id }
    subject { __typename ... on SupervisionItem { id } } }`;

  it('is the own person’s: nobody else sees it, not even above, nor the anonymous, nor administration', async () => {
    const { director, leader, supervisor, admin, auditor, analyst, importer } = office.people;
    const id = await begin.proposedItem();
    expect(await office.actions(director, id)).toEqual(['REGISTER']);
    for (const other of [leader, supervisor, admin, auditor, systemViewer]) {
      const { data } = await office.inboxes(other, [director.personId]);
      expect(data._entities[0].work).toBeNull();
    }
    for (const nobody of [anonymousViewer, null]) {
      const { data, errors } = await office.inboxes(nobody, [director.personId]);
      expect(data?._entities?.[0]?.work ?? null).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    for (const idle of [admin, auditor, analyst, importer]) expect((await office.work(idle)).nodes).toEqual([]);
  });

  it('follows the posts of today: without the role, or elsewhere, nothing waits any more', async () => {
    const { town, county } = office.orgs;
    const personId = systemIds.next('psn');
    const id = await begin.registeredItem({ orgId: town.id });
    const as = (post: { roles: string[]; orgId: string }) => office.actions(aViewer({ personId, ...post }), id);
    expect(await as({ roles: ['SUPERVISOR'], orgId: town.id })).toEqual(['ASSIGN']);
    expect(await as({ roles: ['SUPERVISOR'], orgId: county.id })).toEqual(['ASSIGN']);
    expect(await as({ roles: ['HANDLER', 'ADMIN'], orgId: town.id })).toEqual([]);
    expect(await as({ roles: [], orgId: town.id })).toEqual([]);
    expect(await as({ roles: ['SUPERVISOR'], orgId: office.orgs.educationBureau.id })).toEqual([]);
  });

  it('of several posts shows everything once', async () => {
    const { emergencyBureau, county } = office.orgs;
    const post = (orgId: string, roles: string[]) => ({ orgId, scopeOrgId: orgId, roles });
    const busy = aViewer({
      orgId: county.id,
      posts: [
        post(county.id, ['OFFICE_DIRECTOR', 'SUPERVISOR']),
        post(emergencyBureau.id, ['ORG_HEAD', 'HANDLER', 'OFFICE_DIRECTOR']),
      ],
    });
    const proposed = await begin.proposedItem({ orgId: emergencyBureau.id });
    const assigned = await begin.assignedItem([emergencyBureau.id]);
    expect(await office.actions(busy, proposed)).toEqual(['REGISTER']);
    expect(await office.actions(busy, assigned)).toEqual(['ACCEPT']);
  });

  it('hides what is above the clearance, as the level stands today', async () => {
    const { supervisor, uncleared } = office.people;
    const itemId = await begin.registeredItem({ secrecyLevel: 'WORK_SECRET' });
    expect(await office.actions(supervisor, itemId)).toEqual(['ASSIGN']);
    expect(await office.actions(uncleared, itemId)).toEqual([]);
    const moved = { itemId, dueAt: '2026-10-02T16:00:00.000Z' };
    await office.told(itemDeadlineChanged, itemId, moved, { secrecyLevel: 'CONFIDENTIAL' });
    expect(await office.actions(supervisor, itemId)).toEqual([]);
    await office.told(itemDeadlineChanged, itemId, moved, { secrecyLevel: 'INTERNAL' });
    expect(await office.actions(uncleared, itemId)).toEqual(['ASSIGN']);
  });

  it('knows nothing of an accusation, and of no case that was not opened here (R-7)', async () => {
    const caseId = await begin.openedCase('ACCUSATION');
    const { educationBureau } = office.orgs;
    const officer = aViewer({ roles: ['CASE_OFFICER', 'PRINCIPAL'], orgId: educationBureau.id, scopeOrgId: null });
    for (const person of [officer, ...Object.values(office.people)])
      expect(await office.actions(person, caseId)).toEqual([]);
    expect(await office.db.read.getRepository(WorkMatterEntity).countBy({ id: caseId })).toBe(0);
    expect(await office.db.read.getRepository(WorkItemEntity).countBy({ subjectId: caseId })).toBe(0);
  });

  it('hears an event once, however often it comes', async () => {
    const { director } = office.people;
    const proposal = await begin.proposedItem();
    const event = await office.told(
      itemRejected,
      proposal,
      { itemId: proposal, source: null, reason: null },
      { times: 3 },
    );
    await office.redeliver(event);
    expect(await office.actions(director, proposal)).toEqual([]);
  });

  it('of history shows nothing', async () => {
    const { director, supervisor } = office.people;
    const id = await begin.registeredItem({ provenance: 'imported' });
    for (const person of [director, supervisor]) expect(await office.actions(person, id)).toEqual([]);
  });

  describe('its pages', () => {
    let supervisor: Viewer;
    const ids: string[] = [];
    beforeAll(async () => {
      const orgId = office.orgs.rescueDivision.id;
      supervisor = supervisorOf(orgId);
      for (const day of ['05', '03', '04']) {
        ids.push(await begin.registeredItem({ orgId, dueAt: `2026-10-${day}T16:00:00.000Z` }));
      }
      ids.push(await begin.badRating(orgId));
      await office.told(itemDeadlineChanged, ids[0] ?? '', { itemId: ids[0] ?? '', dueAt: '2026-10-02T16:00:00.000Z' });
    });

    it('go by the nearest limit, forward and backward', async () => {
      const [moved, third, fourth, rating] = ids;
      const all = await office.work(supervisor);
      expect(subjects(all.nodes)).toEqual([rating, moved, third, fourth]);
      const first = await office.work(supervisor, '(first: 2)', totalled);
      expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
      const after = `(first: 2, after: "${first.pageInfo.endCursor}")`;
      expect(subjects((await office.work(supervisor, after)).nodes)).toEqual([third, fourth]);
      expect(subjects((await office.work(supervisor, '(last: 1)')).nodes)).toEqual([fourth]);
    });

    it('work without a limit comes last, page by page as well', async () => {
      const orgId = office.orgs.rescueDivision.id;
      const director = aViewer({ roles: ['OFFICE_DIRECTOR', 'SUPERVISOR'], orgId });
      const [one, two] = [await begin.proposedItem({ orgId }), await begin.proposedItem({ orgId })];
      const { nodes, pageInfo } = await office.work(director, '(first: 5)', totalled);
      expect(nodes.at(-1).subject.id).toBe(one);
      const rest = await office.work(director, `(first: 5, after: "${pageInfo.endCursor}")`);
      expect(subjects(rest.nodes)).toEqual([two]);
      expect(rest.nodes[0]).toMatchObject({ dueAt: null, light: 'GREEN' });
      const [early, late] = ['2026-10-03T00:00:00Z', '2026-10-05T00:00:00Z'];
      const due = await office.work(director, `(due: { gte: "${early}", lt: "${late}" })`);
      expect(subjects(due.nodes)).toEqual([ids[1], ids[2]]);
      expect((await office.work(director, `(due: { gte: "${late}" })`)).nodes).toEqual([]);
      expect((await office.work(director, '(due: {})')).nodes).toHaveLength(4);
    });

    it('a limit at the end of a day is due on that day, and found by it', async () => {
      const on = (days: string) =>
        office.work(
          supervisor,
          `(dueOn: { ${days} })`,
          'nodes { dueAt dueOn subject { ... on SupervisionItem { id } } }',
        );
      const third = { dueAt: '2026-10-03T16:00:00.000Z', dueOn: '2026-10-03', subject: { id: ids[1] } };
      expect((await on('gte: "2026-10-03", lte: "2026-10-03"')).nodes).toEqual([third]);
      expect(subjects((await on('gte: "2026-10-04"')).nodes)).toEqual([ids[2]]);
      expect((await on('lte: "2026-10-03"')).nodes).toContainEqual(third);
    });

    it('narrow to kinds', async () => {
      expect(subjects((await office.work(supervisor, '(kinds: [RATING])')).nodes)).toEqual([ids[3]]);
      expect(subjects((await office.work(supervisor, '(kinds: [RATING, SUPERVISION])')).nodes)).toHaveLength(4);
      expect((await office.work(supervisor, '(kinds: [])')).nodes).toEqual([]);
      expect((await office.work(supervisor, '(kinds: [DUTY])')).nodes).toEqual([]);
    });

    it.each(['(first: 101)', '(first: -1)', '(first: 1, last: 1)', '(after: "foreign")'])('refuse %s', async (args) => {
      expect(await office.work(supervisor, args)).toMatchObject({ code: 'BAD_USER_INPUT' });
    });

    it('the light follows the clock', async () => {
      const light = async (now: string) => {
        office.clock.set(now);
        const { nodes } = await office.work(supervisor, '(kinds: [SUPERVISION], first: 1)');
        return nodes[0].light;
      };
      expect(await light('2026-09-20T00:00:00Z')).toBe('GREEN');
      expect(await light('2026-10-01T00:00:00Z')).toBe('YELLOW');
      expect(await light('2026-10-02T16:00:00.001Z')).toBe('RED');
      office.clock.set('2026-09-14T01:00:00Z');
    });
  });

  it('asks the database as often for much work and many people as for little', async () => {
    const orgId = office.orgs.town.id;
    const supervisor = supervisorOf(orgId);
    const everybody = [supervisor, ...Object.values(office.people)].map(({ personId }) => personId);
    const ask = (ids: readonly (string | null)[]) => office.inboxes(supervisor, ids, '(first: 100)', totalled);
    const little = await statementsOf(() => ask([supervisor.personId]));
    for (let more = 0; more < 20; more += 1) await begin.registeredItem({ orgId });
    expect(await statementsOf(() => ask(everybody))).toBe(little);
    const { data } = await ask(everybody);
    expect(data._entities[0].work.nodes.length).toBeGreaterThanOrEqual(20);
  });

  it('writes all that an event changes in one go', async () => {
    const rosterId = systemIds.next('rst');
    const facts = { rosterId, orgId: office.orgs.town.id, from: '2026-09-20T00:00:00.000Z', to: dueAt };
    const shift = () => ({
      shiftId: systemIds.next('shf'),
      start: '2026-09-20T00:00:00.000Z',
      end: '2026-09-21T00:00:00.000Z',
      leaderId: systemIds.next('psn'),
      officerIds: [systemIds.next('psn')],
      backupId: null,
      line: null,
    });
    const publish = (count: number) =>
      office.told(rosterPublished, rosterId, { ...facts, shifts: Array.from({ length: count }, shift) });
    await publish(1);
    const few = await statementsOf(() => publish(2));
    expect(await statementsOf(() => publish(40))).toBe(few);
    expect(await office.db.read.getRepository(WorkItemEntity).countBy({ matterId: rosterId })).toBe(80);
  });

  it('forgets shifts that are over', async () => {
    const { leader } = office.people;
    const shift = await begin.publishedShift(leader.personId ?? '', '2026-09-15T01:00:00Z', '2026-09-16T01:00:00Z');
    const rows = () => office.db.read.getRepository(WorkItemEntity).countBy({ subjectId: shift });
    await office.kit.transact((tx) => workTimer.run(tx));
    expect(await rows()).toBe(1);
    office.clock.set('2026-09-16T01:00:00Z');
    await office.kit.transact((tx) => workTimer.run(tx));
    expect(await rows()).toBe(0);
    office.clock.set('2026-09-14T01:00:00Z');
  });
});
