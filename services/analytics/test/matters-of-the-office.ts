import { type CaseKind, callbackOpened, caseOpened, ratingSubmitted } from '@chengqi/schemas/events/reception';
import { hazardConfirmed, hazardReported, rosterPublished } from '@chengqi/schemas/events/security';
import { itemAssigned, itemProposed, itemRegistered } from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import type { Inbox } from './inbox.ts';
import type { Told } from './matters.ts';

export const dueAt = '2026-10-01T16:00:00.000Z';

/** Matters of the county that tests begin over and over; each answers its id. */
export function mattersOf(office: Inbox) {
  const { told, orgs, sites } = office;
  const source = null;

  async function proposedItem(options: Told = {}) {
    const itemId = systemIds.next('sup');
    await told(itemProposed, itemId, { itemId, source }, options);
    return itemId;
  }

  async function registeredItem(
    options: Told & { weight?: 'NORMAL' | 'MAJOR'; dueAt?: string; leadOrgId?: string } = {},
  ) {
    const { weight = 'NORMAL', dueAt: limit = dueAt, leadOrgId = orgs.emergencyBureau.id, ...rest } = options;
    const itemId = await proposedItem(rest);
    const facts = { itemId, code: `督${itemId}`, source, leadOrgId, dueAt: limit, weight };
    await told(itemRegistered, itemId, facts, rest);
    return itemId;
  }

  async function assignedItem(orgIds: string[], options: Parameters<typeof registeredItem>[0] = {}) {
    const { weight: _, dueAt: __, leadOrgId: ___, ...rest } = options;
    const itemId = await registeredItem(options);
    await told(itemAssigned, itemId, { itemId, orgIds }, rest);
    return itemId;
  }

  const identity = (hazardId: string, siteId: string) => ({
    hazardId,
    code: `隐患${hazardId}`,
    siteId,
    ownerOrgId: orgs.county.id,
    source: { type: 'StaffReport' as const, id: null },
  });

  async function reportedHazard(siteId = sites.school.id, options: Told = {}) {
    const hazardId = systemIds.next('haz');
    const unjudged = { state: 'REPORTED' as const, responsibleOrgId: null, level: null, title: null };
    await told(hazardReported, hazardId, { ...identity(hazardId, siteId), ...unjudged }, options);
    return hazardId;
  }

  async function confirmedHazard(level: 'GENERAL' | 'MAJOR', responsibleOrgId = orgs.educationBureau.id) {
    const hazardId = await reportedHazard();
    const judged = { state: 'CONFIRMED' as const, responsibleOrgId, level, dueAt, listed: false };
    await told(hazardConfirmed, hazardId, { ...identity(hazardId, sites.school.id), ...judged });
    return hazardId;
  }

  async function openedCallback(options: Told = {}) {
    const callbackId = systemIds.next('cbk');
    const at = office.clock.now().toISOString();
    const facts = { callbackId, callIds: [systemIds.next('cal')], lineNo: '0001', shiftId: null };
    const open = { openedAt: at, dueAt, firstAttemptAt: null, closedAt: null, end: 'OPEN' as const };
    await told(callbackOpened, callbackId, { ...facts, ...open }, options);
    return callbackId;
  }

  async function openedCase(kind: CaseKind = 'SERVICE', orgId: string | null = orgs.educationBureau.id) {
    const caseId = systemIds.next('cas');
    const hidden = kind === 'ACCUSATION';
    const facts = {
      caseId,
      code: `霁办件${caseId}`,
      kind,
      channel: 'WINDOW' as const,
      responsibleOrgId: hidden ? null : orgId,
      siteId: null,
      safety: false,
      title: null,
      text: null,
      callId: null,
      openedAt: office.clock.now().toISOString(),
      dueAt,
      noticeDueAt: null,
    };
    await told(caseOpened, caseId, facts, { orgId: hidden ? null : orgId });
    return caseId;
  }

  async function badRating(orgId = orgs.educationBureau.id) {
    const ratingId = systemIds.next('rat');
    const subject = { type: 'ServiceCase' as const, id: systemIds.next('cas') };
    const ratedAt = office.clock.now().toISOString();
    await told(ratingSubmitted, ratingId, { ratingId, subject, orgId, score: 1, ratedAt, dueAt }, { orgId });
    return ratingId;
  }

  /** A roster of one shift; answers the shift. */
  async function publishedShift(leaderId: string, start: string, end: string) {
    const [rosterId, shiftId] = [systemIds.next('rst'), systemIds.next('shf')];
    const shift = { shiftId, start, end, leaderId, officerIds: [], backupId: null, line: null };
    await told(rosterPublished, rosterId, {
      rosterId,
      orgId: orgs.governmentOffice.id,
      from: start,
      to: end,
      shifts: [shift],
    });
    return shiftId;
  }

  return {
    proposedItem,
    registeredItem,
    assignedItem,
    reportedHazard,
    confirmedHazard,
    openedCallback,
    openedCase,
    badRating,
    publishedShift,
  };
}
