import { createHash } from 'node:crypto';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { EarlyWarningAction, EarlyWarningKind, EarlyWarningState } from '../generated/graphql.ts';
import type { LineageType } from '../lineage/lineage.ts';
import type { Moment } from '../projection/projection.ts';

export type { EarlyWarningAction, EarlyWarningState };

/** What has a limit of its own. */
export type LimitedType = Extract<LineageType, 'SUPERVISION_ITEM' | 'HAZARD' | 'SERVICE_CASE'>;

/** Something that is likely to go wrong, as a rule finds it. */
export interface FoundWarning {
  readonly kind: EarlyWarningKind;
  readonly score: number;
  readonly reason: { readonly en: string; readonly zh: string };
  readonly orgId: string | null;
  readonly subject: { readonly id: string; readonly type: LimitedType } | null;
  readonly detail: string | null;
  readonly dueAt: Moment | null;
  /** Of the subject; of a unit INTERNAL. */
  readonly secrecyLevel: SecrecyLevel;
}

/** What the unit made of a warning while its reason lasts; stored from the first act on. */
export interface WarningMark {
  readonly id: string;
  readonly status: EarlyWarningState;
  readonly version: number;
  /** The unit that can still turn it; empty where there is none. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly kind: EarlyWarningKind;
  readonly subjectId: string | null;
  readonly stateById: string | null;
  readonly stateSince: Date | null;
  readonly note: string | null;
}

/** A warning that was told; the row goes when its reason is gone, so that it is told once while that lasts. */
export interface ToldWarning {
  readonly id: string;
  readonly kind: EarlyWarningKind;
  readonly ownerOrgId: string;
  readonly subjectId: string | null;
  readonly toldAt: Date;
}

/** A warning that a unit can turn. */
export type WarningOfUnit = FoundWarning & { readonly orgId: string };

/** A warning with what became of it. */
export type EarlyWarning = FoundWarning & WarningMark;

const prefix = 'ewn_';
const orgSuffix = 26;
const noOrg = '0'.repeat(orgSuffix);

/**
 * The same for one kind, unit, subject and detail. It begins with the unit's own part, so that who names a warning is
 * asked about that unit alone.
 */
export function warningId({ kind, orgId, subject, detail }: FoundWarning): string {
  const named = JSON.stringify([kind, orgId, subject?.id ?? null, detail]);
  const digest = createHash('sha256').update(named).digest('hex').slice(0, 10);
  return `${prefix}${orgId?.slice(-orgSuffix) ?? noOrg}${digest}`;
}

/** The unit that an id names; null when it is no id of a warning that a unit can turn. */
export function unitOf(id: string): string | null {
  const [, own] = /^ewn_([0-9a-hjkmnp-tv-z]{26})[0-9a-f]{10}$/.exec(id) ?? [];
  return own === undefined || own === noOrg ? null : `org_${own}`;
}

/** Nobody has answered for it yet. */
export const unmarked = (found: FoundWarning, now: Date): WarningMark => ({
  ...{ id: warningId(found), status: 'NEW', version: 1, ownerOrgId: found.orgId ?? '' },
  ...{ secrecyLevel: found.secrecyLevel, createdAt: now, updatedAt: now },
  ...{ kind: found.kind, subjectId: found.subject?.id ?? null },
  ...{ stateById: null, stateSince: null, note: null },
});

/** Others now know of it. */
export const toldAt = (found: WarningOfUnit, now: Date): ToldWarning => ({
  ...{ id: warningId(found), kind: found.kind, ownerOrgId: found.orgId },
  ...{ subjectId: found.subject?.id ?? null, toldAt: now },
});

const ofUnit = { secrecyLevel: 'INTERNAL' } as const;
const day = 86_400_000;

/** How far ahead rosters are looked at, and how far back calls. */
export const week = 7 * day;
export const hazardDays = 90;
/** From here on a limit that is still to come is a risk. */
export const riskyShare = 0.8;
const fewestCalls = 5;
/** GB/T 33358: at least 95 % of the calls are answered. */
const missedShare = 0.05;
const fewestHazards = 3;

const rounded = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;
const percent = (share: number): number => Math.round(share * 100);

export interface Limited {
  readonly id: string;
  readonly type: LimitedType;
  readonly orgId: string | null;
  readonly beganAt: Moment;
  readonly dueAt: Moment;
  readonly secrecyLevel: SecrecyLevel;
}

/** Null while less than four fifths of its time are gone, and once the limit is over: then it is late and no risk. */
export function overdueRisk(
  { id, type, orgId, beganAt, dueAt, secrecyLevel }: Limited,
  now: Moment,
): FoundWarning | null {
  const share = dueAt > beganAt ? (now - beganAt) / (dueAt - beganAt) : 1;
  if (now >= dueAt || share < riskyShare) return null;
  const hours = Math.max(1, Math.floor((dueAt - now) / 3_600_000));
  return {
    ...{ kind: 'OVERDUE_RISK', score: rounded(share), orgId, subject: { id, type }, detail: null, dueAt },
    secrecyLevel,
    reason: {
      en: `${percent(share)} % of the time is gone and ${hours} h are left.`,
      zh: `时限已用 ${percent(share)}%，还剩 ${hours} 小时。`,
    },
  };
}

/** Minutes of the next days that a published roster promises and no shift covers; a day of them is as pressing as can be. */
export function staffingGap(gap: { orgId: string; minutes: number; firstAt: Moment }): FoundWarning | null {
  const { orgId, minutes, firstAt } = gap;
  if (minutes <= 0) return null;
  return {
    ...ofUnit,
    ...{ kind: 'STAFFING_GAP', score: rounded(minutes / 1440), orgId, subject: null, detail: null, dueAt: firstAt },
    reason: {
      en: `${minutes} minutes of the next seven days are covered by no shift.`,
      zh: `未来七天有 ${minutes} 分钟无人值班。`,
    },
  };
}

/** Null for few calls, and while enough of them are answered; the score is the share that was missed. */
export function callLoss(calls: {
  orgId: string;
  line: string | null;
  total: number;
  missed: number;
}): FoundWarning | null {
  const { orgId, line, total, missed } = calls;
  if (total < fewestCalls || missed / total <= missedShare) return null;
  return {
    ...ofUnit,
    ...{ kind: 'CALL_LOSS', score: rounded(missed / total), orgId, subject: null, detail: line, dueAt: null },
    reason: {
      en: `${missed} of ${total} calls of seven days were missed; at most 5 % may be.`,
      zh: `近七天 ${total} 个来电漏接 ${missed} 个，接通率应不低于 95%。`,
    },
  };
}

/** Null for fewer than three of a category that all came for the first time; ten, or five that came back, are as pressing as can be. */
export function repeatHazard(hazards: {
  orgId: string;
  category: string | null;
  found: number;
  cameBack: number;
}): FoundWarning | null {
  const { orgId, category, found, cameBack } = hazards;
  if (found < fewestHazards && cameBack === 0) return null;
  return {
    ...ofUnit,
    ...{ kind: 'REPEAT_HAZARD', score: rounded((found + cameBack) / 10), orgId, subject: null, detail: category },
    dueAt: null,
    reason: {
      en: `${found} hazards of one category in ${hazardDays} days, ${cameBack} of which came back.`,
      zh: `${hazardDays} 天内同类隐患 ${found} 起，其中复发 ${cameBack} 起。`,
    },
  };
}

/** The most pressing first; equals by when they would go wrong, and then by what they are about. */
export const pressing = (a: FoundWarning, b: FoundWarning): number =>
  b.score - a.score ||
  (a.dueAt ?? 0) - (b.dueAt ?? 0) ||
  [a.kind, a.orgId, a.detail, a.subject?.id].join().localeCompare([b.kind, b.orgId, b.detail, b.subject?.id].join());
