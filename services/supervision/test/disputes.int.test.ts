import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

type Person = Viewer & { readonly personId: string };

describe.each(testDialects())('parts that are not taken as they were sent, on %s', (dialect) => {
  let s: Supervision;
  let emergencyHead: Person;
  let emergencyHandler: Person;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    const { emergencyBureau: org } = s.county.orgs;
    emergencyHead = await deliverPerson(s.office, { staffNo: 'T001', name: '艾局长', roles: ['ORG_HEAD'], org });
    emergencyHandler = await deliverPerson(s.office, { staffNo: 'T002', name: '安办事', roles: ['HANDLER'], org });
  });
  afterAll(() => s.office.close());
  beforeEach(() => s.office.clock.set('2026-09-14T01:00:00Z'));

  const assigned = async (more: Record<string, unknown> = {}) =>
    s.act(s.county.people.supervisor, 'assignItem', { itemId: (await s.registered(more)).id });
  /** Of the office itself, so that only units with a part read it. */
  const ofOffice = async (more: Record<string, unknown> = {}) => {
    const { people, orgs } = s.county;
    const { id: itemId } = await s.act(people.supervisor, 'proposeItem', {
      ...{ ownerOrgId: orgs.governmentOffice.id, title: '校舍安全排查', requirement: '排查全部校舍' },
    });
    await s.act(people.director, 'registerItem', { itemId, ...s.registration, ...more });
    return s.act(people.supervisor, 'assignItem', { itemId });
  };
  const partOf = (item: { assignments: { id: string; org: { id: string } }[] }, org: { id: string }) =>
    item.assignments.find((part) => part.org.id === org.id)?.id ?? '';
  const dispute = (assignmentId: string, as: Viewer = s.county.people.educationHead) =>
    s.act(as, 'disputeAssignment', { assignmentId, reason: '校舍安全属应急部门职责' });
  const decide = (assignmentId: string, more: Record<string, unknown>, as: Viewer = s.county.people.director) =>
    s.act(as, 'decideDispute', { assignmentId, answer: '按职责分工办理', ...more });
  const transfer = (itemId: string, toOrgId: string, as: Viewer = s.county.people.director) =>
    s.act(as, 'transferLead', { itemId, toOrgId, reason: '牵头单位职责调整' });
  const read = async (id: string, as: Viewer = s.county.people.director) => {
    const query = `query ($id: ID!) { supervisionItem(id: $id) { state progressPercent leadOrg { id } coOrgs { id }
      assignments { id lead state org { id } dispute { reason decision answer raisedBy { id } decidedBy { id } } }
      deadlines { rule clock } } }`;
    return (await s.office.execute(query, { id }, as)).data.supervisionItem;
  };

  it('a unit says once, within two working days and before it accepts, that its part is another one’s', async () => {
    const { people, orgs } = s.county;
    const item = await assigned();
    const part = partOf(item, orgs.educationBureau);
    await expect(dispute(part, people.educationHandler)).rejects.toThrow('FORBIDDEN');
    await expect(dispute(part, emergencyHead)).rejects.toThrow('FORBIDDEN');
    await dispute(part);
    await expect(dispute(part)).rejects.toThrow('GUARD_FAILED SUP-2');
    await expect(s.act(people.educationHead, 'acceptAssignment', { assignmentId: part })).rejects.toThrow('SUP-2');
    expect((await read(item.id)).deadlines.filter(({ rule }: { rule: string }) => rule === 'ACCEPT')).toMatchObject([
      { clock: 'CANCELLED' },
    ]);

    await decide(part, { uphold: false });
    await expect(dispute(part)).rejects.toThrow('GUARD_FAILED dispute.once');
    expect((await read(item.id)).assignments).toMatchObject([
      {
        state: 'SENT',
        dispute: {
          decision: 'DISMISSED',
          answer: '按职责分工办理',
          raisedBy: { id: people.educationHead.personId },
          decidedBy: { id: people.director.personId },
        },
      },
    ]);
    const accepted = await s.act(people.educationHead, 'acceptAssignment', { assignmentId: part });
    expect(accepted.state).toBe('IN_PROGRESS');
    await expect(dispute(part)).rejects.toThrow('GUARD_FAILED SUP-2');
  });

  it('nobody disputes on the third working day', async () => {
    const item = await assigned();
    const part = partOf(item, s.county.orgs.educationBureau);
    s.office.clock.set('2026-09-16T16:00:00.001Z');
    await expect(dispute(part)).rejects.toThrow('DEADLINE_PASSED');
  });

  it('SUP-2: a lead unit that is right gets a successor, which has to accept; it reads the item no longer', async () => {
    const { people, orgs } = s.county;
    const item = await ofOffice();
    const part = partOf(item, orgs.educationBureau);
    await dispute(part);
    await expect(decide(part, { uphold: true }, people.supervisor)).rejects.toThrow('FORBIDDEN');
    await expect(decide(part, { uphold: true })).rejects.toThrow('BAD_USER_INPUT SUP-2');
    await expect(decide(part, { uphold: true, toOrgId: orgs.educationBureau.id })).rejects.toThrow('BAD_USER_INPUT');
    await expect(decide(part, { uphold: false, toOrgId: orgs.emergencyBureau.id })).rejects.toThrow('BAD_USER_INPUT');
    await decide(part, { uphold: true, toOrgId: orgs.emergencyBureau.id });
    await expect(decide(part, { uphold: false })).rejects.toThrow('GUARD_FAILED dispute.decided');

    const after = await read(item.id);
    expect(after).toMatchObject({ state: 'ASSIGNED', leadOrg: { id: orgs.emergencyBureau.id }, coOrgs: [] });
    expect(after.assignments).toMatchObject([
      { lead: true, state: 'SENT', org: { id: orgs.emergencyBureau.id } },
      { lead: false, state: 'TRANSFERRED', org: { id: orgs.educationBureau.id }, dispute: { decision: 'UPHELD' } },
    ]);
    expect(await read(item.id, people.educationHead)).toBeNull();
    const taken = await s.act(emergencyHandler, 'acceptAssignment', {
      assignmentId: partOf(after, orgs.emergencyBureau),
    });
    expect(taken.state).toBe('IN_PROGRESS');
    const told = (await s.office.events('DisputeDecided')).filter(({ subject }) => subject === item.id);
    expect(told.map(({ data }) => data)).toMatchObject([
      { orgId: orgs.educationBureau.id, decision: 'UPHELD', toOrgId: orgs.emergencyBureau.id },
    ]);
  });

  it('a co-unit that is right is let go without a successor, and is waited for no longer', async () => {
    const { people, orgs } = s.county;
    const item = await assigned({ coOrgIds: [orgs.emergencyBureau.id] });
    const [lead, co] = [partOf(item, orgs.educationBureau), partOf(item, orgs.emergencyBureau)];
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: lead });
    await dispute(co, emergencyHead);
    await expect(
      s.act(people.educationHead, 'submitCompletion', { itemId: item.id, result: '已完成' }),
    ).rejects.toThrow('GUARD_FAILED SUP-2');
    await expect(decide(co, { uphold: true, toOrgId: orgs.educationBureau.id })).rejects.toThrow('BAD_USER_INPUT');
    await decide(co, { uphold: true });

    expect(await read(item.id)).toMatchObject({
      state: 'IN_PROGRESS',
      coOrgs: [],
      assignments: [{}, { state: 'RETURNED' }],
    });
    await expect(
      s.act(people.supervisor, 'issueNotice', {
        ...{ itemId: item.id, color: 'BLUE', toOrgId: orgs.emergencyBureau.id },
        ...{ reason: '逾期', answerDueOn: '2026-09-21' },
      }),
    ).rejects.toThrow('BAD_USER_INPUT');
    const done = await s.act(people.educationHead, 'submitCompletion', { itemId: item.id, result: '已完成' });
    expect(done.state).toBe('VERIFYING');
  });

  it('SUP-2: the lead goes to a co-unit, which accepts anew; what was reached falls only with a reason', async () => {
    const { people, orgs } = s.county;
    const item = await ofOffice({ coOrgIds: [orgs.emergencyBureau.id] });
    const [lead, co] = [partOf(item, orgs.educationBureau), partOf(item, orgs.emergencyBureau)];
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: lead });
    await s.act(emergencyHandler, 'acceptAssignment', { assignmentId: co });
    await s.act(people.educationHandler, 'reportProgress', { assignmentId: lead, percent: 60, text: '已排查六成' });
    await expect(transfer(item.id, orgs.emergencyBureau.id, people.supervisor)).rejects.toThrow('FORBIDDEN');
    await expect(transfer(item.id, orgs.educationBureau.id)).rejects.toThrow('BAD_USER_INPUT');
    await transfer(item.id, orgs.emergencyBureau.id);

    expect(await read(item.id)).toMatchObject({
      state: 'ASSIGNED',
      progressPercent: 60,
      leadOrg: { id: orgs.emergencyBureau.id },
    });
    // Who worked on it reads on, but works on it no longer.
    expect(await read(item.id, people.educationHead)).not.toBeNull();
    await s.act(emergencyHandler, 'acceptAssignment', { assignmentId: co });
    const report = (percent: number, more: Record<string, unknown> = {}) =>
      s.act(emergencyHandler, 'reportProgress', { assignmentId: co, percent, text: '重新核定', ...more });
    await expect(report(40)).rejects.toThrow('BAD_USER_INPUT');
    await report(40, { fallReason: '口径调整' });
    expect(await read(item.id)).toMatchObject({ progressPercent: 40 });
    await expect(
      s.act(people.educationHandler, 'reportProgress', { assignmentId: lead, percent: 70, text: '再报' }),
    ).rejects.toThrow(/FORBIDDEN|GUARD_FAILED/);
    await expect(
      s.act(people.educationHead, 'submitCompletion', { itemId: item.id, result: '已完成' }),
    ).rejects.toThrow('FORBIDDEN');
  });

  it('the light looks back at what the unit said that led then', async () => {
    const { people, orgs } = s.county;
    const item = await s.started({ feedbackCycle: 'NONE' });
    const lead = partOf(item, orgs.educationBureau);
    await s.act(people.educationHandler, 'reportProgress', { assignmentId: lead, percent: 30, text: '三成' });
    s.office.clock.advance({ days: 30 });
    await transfer(item.id, orgs.emergencyBureau.id);
    const co = partOf(await read(item.id), orgs.emergencyBureau);
    await s.act(emergencyHandler, 'acceptAssignment', { assignmentId: co });
    await s.act(emergencyHandler, 'reportProgress', { assignmentId: co, percent: 90, text: '九成' });
    const query = `query ($id: ID!, $asOf: DateTime) { supervisionItem(id: $id) { lightReason(asOf: $asOf) } }`;
    const reasonAt = async (asOf: string) =>
      (await s.office.execute(query, { id: item.id, asOf }, people.director)).data.supervisionItem.lightReason;
    expect(await reasonAt('2026-10-14T00:30:00Z')).toBe('BEHIND_SCHEDULE');
    expect(await reasonAt(s.office.clock.now().toISOString())).toBeNull();
  });

  it('SUP-2: exactly one unit leads, whatever is disputed, decided, transferred and accepted, also at once', async () => {
    const chance = new Chance();
    const { people, orgs } = s.county;
    const units = [orgs.educationBureau, orgs.emergencyBureau, orgs.town];
    const heads = new Map<string, Viewer>([
      [orgs.educationBureau.id, people.educationHead],
      [orgs.emergencyBureau.id, emergencyHead],
      [
        orgs.town.id,
        await deliverPerson(s.office, { staffNo: 'T003', name: '马乡长', roles: ['ORG_HEAD'], org: orgs.town }),
      ],
    ]);
    const reached = { disputed: 0, upheld: 0, dismissed: 0, transferred: 0, accepted: 0, refused: 0 };
    for (let round = 0; round < 4; round += 1) {
      const { id } = await assigned({ coOrgIds: [orgs.emergencyBureau.id] });
      const steps: (keyof typeof reached)[] = [
        'disputed',
        'dismissed',
        'transferred',
        'disputed',
        'upheld',
        'accepted',
      ];
      for (let more = 0; more < 6; more += 1)
        steps.push(chance.pick(['disputed', 'upheld', 'transferred', 'accepted'] as const) ?? 'accepted');
      for (const [at, step] of steps.entries()) {
        const parts: { id: string; lead: boolean; state: string; org: { id: string } }[] = (await read(id)).assignments;
        const lead = parts.find((part) => part.lead);
        if (!lead) throw new Error('nobody leads');
        const part = (at >= 6 && chance.pick([lead, lead, ...parts])) || lead;
        const to = chance.pick(units.filter((unit) => unit.id !== part.org.id))?.id ?? '';
        const acts: Record<string, () => Promise<unknown>> = {
          disputed: () => dispute(part.id, heads.get(part.org.id)),
          dismissed: () => decide(part.id, { uphold: false }),
          upheld: () => decide(part.id, { uphold: true, toOrgId: to }),
          transferred: () => transfer(id, to),
          accepted: () => s.act(heads.get(part.org.id) ?? emergencyHead, 'acceptAssignment', { assignmentId: part.id }),
        };
        const twice = step === 'transferred' ? [acts.transferred?.(), acts.transferred?.()] : [acts[step]?.()];
        for (const { status } of await Promise.allSettled(twice))
          reached[status === 'fulfilled' ? step : 'refused'] += 1;

        const after = await read(id);
        const leads = after.assignments.filter((each: { lead: boolean }) => each.lead);
        expect(leads).toHaveLength(1);
        expect(leads[0].org.id).toBe(after.leadOrg.id);
        expect(after.state === 'ASSIGNED').toBe(['SENT', 'DISPUTED'].includes(leads[0].state));
        const on = after.assignments.filter(
          (each: { lead: boolean; state: string }) => !each.lead && !['RETURNED', 'TRANSFERRED'].includes(each.state),
        );
        expect(new Set(on.map((each: { org: { id: string } }) => each.org.id))).toEqual(
          new Set(after.coOrgs.map((each: { id: string }) => each.id)),
        );
      }
    }
    console.log(`leads, seed ${chance.seed}: ${JSON.stringify(reached)}`);
    for (const times of Object.values(reached)) expect(times).toBeGreaterThan(0);
  });
});
