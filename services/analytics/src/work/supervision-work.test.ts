import {
  completionSubmitted,
  coordinationDecided,
  coordinationRequested,
  extensionDecided,
  extensionRequested,
  itemAccepted,
  itemAssigned,
  itemCompleted,
  itemDeadlineChanged,
  itemMerged,
  itemProposed,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
  noticeAnswered,
  noticeIssued,
  positionStated,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { aMatter } from '../../test/matters.ts';

const office = systemIds.next('org');
const [lead, co] = ['org_00000000000000000000000001', 'org_00000000000000000000000002'] as const;
const handler = systemIds.next('psn');
const dueAt = '2026-10-01T16:00:00.000Z';
const later = '2026-11-01T16:00:00.000Z';

/** An item and the events of its life, in short. */
function anItem(weight: 'NORMAL' | 'MAJOR' = 'NORMAL') {
  const matter = aMatter(systemIds.next('sup'), { orgId: office });
  const itemId = matter.id;
  const source = null;
  return {
    matter,
    proposed: () => matter.hears(itemProposed, { itemId, source }),
    registered: () =>
      matter.hears(itemRegistered, { itemId, code: '督2026001', source, leadOrgId: lead, dueAt, weight }),
    assigned: (orgIds: string[] = [co, lead]) => matter.hears(itemAssigned, { itemId, orgIds }),
    accepted: (orgId: string) => matter.hears(itemAccepted, { itemId, orgId }),
    submitted: () => matter.hears(completionSubmitted, { itemId }, { actorId: handler }),
    failed: () => matter.hears(verificationFailed, { itemId, failCount: 1 }),
    completed: () => matter.hears(itemCompleted, { itemId, source }),
    struckOff: () =>
      matter.hears(itemStruckOff, {
        itemId,
        code: '督2026001',
        title: null,
        supervisorOrgId: office,
        source,
        result: null,
      }),
    reopened: () => matter.hears(itemReopened, { itemId, source }),
  };
}

const running = (weight?: 'NORMAL' | 'MAJOR') => {
  const item = anItem(weight);
  item.proposed();
  item.registered();
  item.assigned();
  item.accepted(lead);
  item.accepted(co);
  return item;
};

describe('work on a supervised item', () => {
  it('goes from hand to hand until the record is made', () => {
    const item = anItem();
    expect(item.proposed()).toEqual(['REGISTER']);
    expect(item.registered()).toEqual(['ASSIGN']);
    expect(item.assigned()).toEqual([`ACCEPT:${lead}`, `ACCEPT:${co}`]);
    expect(item.accepted(co)).toEqual([`ACCEPT:${lead}`, `REPORT:${co}`]);
    expect(item.accepted(lead)).toEqual([`REPORT:${lead}`, `REPORT:${co}`]);
    expect(item.submitted()).toEqual(['VERIFY']);
    expect(item.failed()).toEqual([`REPORT:${lead}`]);
    expect(item.submitted()).toEqual(['VERIFY']);
    expect(item.completed()).toEqual(['STRIKE_OFF']);
    expect(item.struckOff()).toEqual(['CATALOGUE']);
    expect(item.reopened()).toEqual([`REPORT:${lead}`]);
  });

  it('a proposal that is turned down or merged asks for nothing', () => {
    const rejected = anItem();
    rejected.proposed();
    const { id: itemId } = rejected.matter;
    expect(rejected.matter.hears(itemRejected, { itemId, source: null, reason: null })).toEqual([]);
    const merged = anItem();
    merged.proposed();
    const into = { itemId: merged.matter.id, intoItemId: itemId, source: null };
    expect(merged.matter.hears(itemMerged, into)).toEqual([]);
    expect(merged.matter.known).toBeNull();
  });

  it('a registration that is told again, once its source is known, asks for no second assignment', () => {
    const item = running();
    expect(item.registered()).toEqual([`REPORT:${lead}`, `REPORT:${co}`]);
    expect(item.submitted()).toEqual(['VERIFY']);
    expect(item.registered()).toEqual(['VERIFY']);
    item.failed();
    expect(item.matter.waits).toEqual([`REPORT:${lead}`]);
  });

  it('the first of the units works again where the lead unit of the registration was not given a part', () => {
    const item = anItem();
    item.proposed();
    item.registered();
    item.assigned([co]);
    item.accepted(co);
    item.submitted();
    expect(item.failed()).toEqual([`REPORT:${co}`]);
  });

  it('who asked for completion does not verify it (SUP-3)', () => {
    const item = running();
    item.submitted();
    expect(item.matter.task('VERIFY').exceptId).toBe(handler);
  });

  it('the weight says which of the registrars strikes off', () => {
    for (const weight of ['NORMAL', 'MAJOR'] as const) {
      const item = running(weight);
      item.submitted();
      item.completed();
      expect(item.matter.task('STRIKE_OFF').major).toBe(weight === 'MAJOR');
    }
  });

  it('a notice waits for the urged unit until it answers, whatever else happens', () => {
    const item = running();
    const { matter } = item;
    const itemId = matter.id;
    matter.hears(noticeIssued, { itemId, color: 'BLUE', toOrgId: co });
    expect(item.submitted()).toEqual([`ANSWER_NOTICE:${co}`, 'VERIFY']);
    expect(matter.hears(noticeAnswered, { itemId, orgId: lead })).toEqual([`ANSWER_NOTICE:${co}`, 'VERIFY']);
    expect(matter.hears(noticeAnswered, { itemId, orgId: co })).toEqual(['VERIFY']);
  });

  it('what waits already waits on when it is urged again', () => {
    const { matter } = running();
    const urge = { itemId: matter.id, color: 'BLUE' as const, toOrgId: co };
    matter.hears(noticeIssued, urge, { at: '2026-09-15T01:00:00.000Z' });
    matter.hears(noticeIssued, { ...urge, color: 'YELLOW' }, { at: '2026-09-18T01:00:00.000Z' });
    expect(matter.task('ANSWER_NOTICE').waitingSince).toBe(Date.parse('2026-09-15T01:00:00.000Z'));
  });

  it('a completed item asks no unit any more', () => {
    const item = running();
    const { matter } = item;
    matter.hears(noticeIssued, { itemId: matter.id, color: 'BLUE', toOrgId: co });
    item.submitted();
    expect(item.completed()).toEqual(['STRIKE_OFF']);
  });

  it.each(['APPROVED', 'REFUSED'] as const)(
    'an extension waits until it is %s; the limit follows (SUP-4)',
    (decision) => {
      const item = running();
      const { matter } = item;
      const extension = { itemId: matter.id, extensionId: systemIds.next('ext') };
      const asked = { ...extension, orgId: lead, toDueAt: later };
      expect(matter.hears(extensionRequested, asked, { actorId: handler })).toContain('DECIDE_EXTENSION');
      expect(matter.task('DECIDE_EXTENSION')).toMatchObject({ exceptId: handler, dueAt: Date.parse(dueAt) });
      const decided = decision === 'APPROVED' ? later : dueAt;
      expect(matter.hears(extensionDecided, { ...extension, decision, dueAt: decided })).toEqual([
        `REPORT:${lead}`,
        `REPORT:${co}`,
      ]);
      expect(matter.task('REPORT').dueAt).toBe(Date.parse(decided));
    },
  );

  it('all that waits moves with the limit of the item, and the record has none', () => {
    const item = running();
    const { matter } = item;
    expect(matter.task('REPORT').dueAt).toBe(Date.parse(dueAt));
    matter.hears(itemDeadlineChanged, { itemId: matter.id, dueAt: later });
    expect(matter.task('REPORT').dueAt).toBe(Date.parse(later));
    item.submitted();
    item.completed();
    expect(matter.task('STRIKE_OFF').dueAt).toBe(Date.parse(later));
    item.struckOff();
    expect(matter.task('CATALOGUE').dueAt).toBeNull();
    matter.hears(itemDeadlineChanged, { itemId: matter.id, dueAt });
    expect(matter.task('CATALOGUE').dueAt).toBeNull();
  });

  it('an item of which nothing was heard before asks for nothing', () => {
    const { submitted, completed, struckOff, assigned, reopened } = anItem();
    for (const act of [submitted, completed, struckOff, assigned, reopened]) expect(act()).toEqual([]);
  });
});

describe('work on a coordination', () => {
  const requested = () => {
    const matter = aMatter(systemIds.next('crd'), { orgId: office });
    const coordinationId = matter.id;
    matter.hears(coordinationRequested, { coordinationId, itemId: null, partyOrgIds: [lead, co], dueAt });
    return { matter, coordinationId };
  };

  it('every party states its position, and somebody leads it', () => {
    const { matter, coordinationId } = requested();
    expect(matter.waits).toEqual(['DECIDE_COORDINATION', `STATE_POSITION:${lead}`, `STATE_POSITION:${co}`]);
    expect(matter.task('STATE_POSITION').dueAt).toBe(Date.parse(dueAt));
    expect(matter.hears(positionStated, { coordinationId, orgId: lead, agreed: true })).toEqual([
      'DECIDE_COORDINATION',
      `STATE_POSITION:${co}`,
    ]);
  });

  it.each(['AGREED', 'DECIDED'] as const)('%s ends it, also for parties that kept silent', (result) => {
    const { matter, coordinationId } = requested();
    expect(matter.hears(coordinationDecided, { coordinationId, itemId: null, result })).toEqual([]);
  });

  it('what was not agreed stays with who leads it', () => {
    const { matter, coordinationId } = requested();
    const told = { coordinationId, itemId: null, result: 'NOT_AGREED' as const };
    expect(matter.hears(coordinationDecided, told)).toEqual(['DECIDE_COORDINATION']);
  });
});
