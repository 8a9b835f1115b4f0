import {
  hazardClosed,
  hazardConfirmed,
  hazardDeadlineChanged,
  hazardDismissed,
  hazardPlanApproved,
  hazardReopened,
  hazardReported,
  recheckFailed,
  rectificationSubmitted,
  rosterPublished,
} from '@chengqi/schemas/events/security';
import { systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { aMatter, type Told } from '../../test/matters.ts';

const ledger = systemIds.next('org');
const unit = systemIds.next('org');
const rectifier = systemIds.next('psn');
const siteId = systemIds.next('sit');
const dueAt = '2026-10-01T16:00:00.000Z';
const later = '2026-11-01T16:00:00.000Z';

/** A hazard and the events of its life, in short. */
function aHazard(level: 'GENERAL' | 'MAJOR' = 'GENERAL') {
  const matter = aMatter(systemIds.next('haz'), { orgId: ledger });
  const hazardId = matter.id;
  const code = '隐患2026001';
  const identity = { hazardId, code, siteId, ownerOrgId: ledger, source: { type: 'StaffReport' as const, id: null } };
  const judged = { ...identity, responsibleOrgId: unit, level };
  return {
    matter,
    reported: (told: Told = {}) =>
      matter.hears(
        hazardReported,
        { ...identity, state: 'REPORTED', responsibleOrgId: null, level: null, title: null },
        told,
      ),
    confirmed: () => matter.hears(hazardConfirmed, { ...judged, state: 'CONFIRMED', dueAt, listed: false }),
    dismissed: () => matter.hears(hazardDismissed, { hazardId, code, reason: null }),
    planned: () => matter.hears(hazardPlanApproved, { hazardId }),
    rectified: () => matter.hears(rectificationSubmitted, { hazardId }, { actorId: rectifier }),
    failed: () => matter.hears(recheckFailed, { hazardId, failCount: 1 }),
    closed: () => matter.hears(hazardClosed, { ...judged, state: 'CLOSED', title: null, closedAt: dueAt }),
    reopened: () => matter.hears(hazardReopened, { hazardId, code }),
    moved: (to: string) => matter.hears(hazardDeadlineChanged, { hazardId, dueAt: to }),
  };
}

describe('work on a hazard', () => {
  it('goes from hand to hand until the record is made, and begins anew after a relapse', () => {
    const hazard = aHazard();
    expect(hazard.reported()).toEqual(['CONFIRM']);
    expect(hazard.confirmed()).toEqual([`PLAN:${unit}`]);
    expect(hazard.planned()).toEqual([`RECTIFY:${unit}`]);
    expect(hazard.rectified()).toEqual(['RECHECK']);
    expect(hazard.failed()).toEqual([`RECTIFY:${unit}`]);
    expect(hazard.rectified()).toEqual(['RECHECK']);
    expect(hazard.closed()).toEqual(['CATALOGUE']);
    expect(hazard.reopened()).toEqual([`PLAN:${unit}`]);
  });

  it('a repair on the spot needs no plan', () => {
    const hazard = aHazard();
    hazard.reported();
    hazard.confirmed();
    expect(hazard.rectified()).toEqual(['RECHECK']);
  });

  it('no hazard after all asks for nothing', () => {
    const hazard = aHazard();
    hazard.reported();
    expect(hazard.dismissed()).toEqual([]);
    expect(hazard.planned()).toEqual([]);
  });

  it('a report that is told again, once its source is known, is not judged twice', () => {
    const hazard = aHazard();
    hazard.reported();
    hazard.confirmed();
    expect(hazard.reported()).toEqual([`PLAN:${unit}`]);
    hazard.planned();
    hazard.rectified();
    hazard.closed();
    expect(hazard.reported()).toEqual(['CATALOGUE']);
  });

  it('judging goes by the place, and who put it right does not recheck it (HAZ-1)', () => {
    const hazard = aHazard();
    hazard.reported();
    expect(hazard.matter.task('CONFIRM')).toMatchObject({ siteId, orgId: ledger, dueAt: null });
    hazard.confirmed();
    hazard.rectified();
    expect(hazard.matter.task('RECHECK')).toMatchObject({ siteId, orgId: ledger, exceptId: rectifier });
  });

  it('a MAJOR hazard is planned by the head of the unit alone', () => {
    for (const level of ['GENERAL', 'MAJOR'] as const) {
      const hazard = aHazard(level);
      hazard.reported();
      hazard.confirmed();
      expect(hazard.matter.task('PLAN').major).toBe(level === 'MAJOR');
    }
  });

  it('the limit moves with all that waits', () => {
    const hazard = aHazard();
    hazard.reported();
    hazard.confirmed();
    expect(hazard.matter.task('PLAN').dueAt).toBe(Date.parse(dueAt));
    hazard.moved(later);
    expect(hazard.matter.task('PLAN').dueAt).toBe(Date.parse(later));
    hazard.rectified();
    expect(hazard.matter.task('RECHECK').dueAt).toBe(Date.parse(later));
  });

  it('a hazard of which nothing was heard before asks for nothing', () => {
    const { confirmed, planned, rectified, closed, reopened } = aHazard();
    for (const act of [confirmed, planned, rectified, closed, reopened]) expect(act()).toEqual([]);
  });

  it('history makes no work, but what happens to it today does', () => {
    const hazard = aHazard();
    expect(hazard.reported({ provenance: 'imported' })).toEqual([]);
    expect(hazard.confirmed()).toEqual([`PLAN:${unit}`]);
    expect(hazard.reported({ provenance: 'imported' })).toEqual([`PLAN:${unit}`]);
  });
});

describe('duty', () => {
  const [ada, ben, eva] = [systemIds.next('psn'), systemIds.next('psn'), systemIds.next('psn')];
  const [early, late] = [systemIds.next('shf'), systemIds.next('shf')];
  const shift = (shiftId: string, day: number, leaderId: string, officerIds: string[]) => ({
    shiftId,
    start: `2026-09-${day}T00:00:00.000Z`,
    end: `2026-09-${day + 1}T00:00:00.000Z`,
    leaderId,
    officerIds,
    backupId: eva,
    line: null,
  });
  const roster = aMatter(systemIds.next('rst'), { orgId: unit });
  const publish = (shifts: ReturnType<typeof shift>[], told: Told = {}) =>
    roster.hears(
      rosterPublished,
      {
        rosterId: roster.id,
        orgId: unit,
        from: '2026-09-01T00:00:00.000Z',
        to: '2026-10-01T00:00:00.000Z',
        shifts,
      },
      told,
    );

  it('waits for leader and officers, once each, not for who stands by', () => {
    expect(publish([shift(early, 15, ada, [ben, ada])])).toEqual(
      [`STAND_DUTY:${early}:${ada}`, `STAND_DUTY:${early}:${ben}`].sort(),
    );
    expect(roster.task('STAND_DUTY')).toMatchObject({
      personId: ada,
      orgId: null,
      dueAt: Date.parse('2026-09-15T00:00:00.000Z'),
      endsAt: Date.parse('2026-09-16T00:00:00.000Z'),
    });
  });

  it('the newest roster replaces the one before, and what stays waits since it was first told', () => {
    const at = '2026-09-14T05:00:00.000Z';
    expect(publish([shift(early, 15, ada, []), shift(late, 16, ben, [])], { at })).toEqual(
      [`STAND_DUTY:${early}:${ada}`, `STAND_DUTY:${late}:${ben}`].sort(),
    );
    const since = new Map(roster.known?.tasks.map(({ personId, waitingSince }) => [personId, waitingSince]));
    expect(since).toEqual(
      new Map([
        [ada, Date.parse('2026-09-14T01:00:00.000Z')],
        [ben, Date.parse(at)],
      ]),
    );
  });

  it('shifts that are over and imported rosters ask for nothing', () => {
    expect(publish([shift(early, 15, ada, [])], { at: '2026-09-16T00:00:00.000Z' })).toEqual([]);
    expect(publish([shift(late, 20, ben, [])], { provenance: 'imported' })).toEqual([]);
  });
});
