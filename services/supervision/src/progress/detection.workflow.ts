import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { CoordinationCase } from '../coordination/coordination.ts';
import type { LimitFacts } from '../deadlines/item-deadlines.ts';
import { isHistory } from '../items/item.ts';
import { isInTheWay, type Obstacle, type ObstacleKind, type ObstacleRule } from './progress.ts';

/** What obstacles are found from. */
export interface DetectionFacts extends LimitFacts {
  readonly coordinations: readonly CoordinationCase[];
  /** Since when the light is red; null while it is not. */
  readonly redSince: Date | null;
}

/** An obstacle that stands though nobody raised it. */
export interface Finding {
  readonly rule: ObstacleRule;
  readonly occurrence: string;
  readonly kind: ObstacleKind;
  readonly description: string;
  /** Other units that it waits for. */
  readonly orgIds: readonly string[];
}

const silentDays = 10;
const redDays = 5;
const often = 2;

const texts: Record<ObstacleRule, readonly [ObstacleKind, string]> = {
  NO_PROGRESS: ['INACTION', `超过${silentDays}个工作日没有新的进展。`],
  EXTENDED_TWICE: ['TECHNICAL', '已两次延期。'],
  FAILED_TWICE: ['INACTION', '核查两次以上未通过。'],
  DISPUTED_TWICE: ['CROSS_DEPT', '任务两次以上被提出异议或改派。'],
  NOT_AGREED: ['CROSS_DEPT', '协调未达成一致。'],
  RED_FOR_LONG: ['INACTION', `红灯超过${redDays}个工作日。`],
};

const finding = (rule: ObstacleRule, occurrence: string, orgIds: readonly string[] = []): Finding => {
  const [kind, description] = texts[rule];
  return { rule, occurrence, kind, description, orgIds };
};

/** Obstacles by rule (DOMAIN 4.4), as they stand at a moment; none of what does not run, or is history. */
export function findObstacles(facts: DetectionFacts, now: Date, calendar: WorkingCalendar): Finding[] {
  const { item, assignments, extensions, verifications, coordinations } = facts;
  if (isHistory(item) || item.status !== 'IN_PROGRESS') return [];
  const extended = extensions.filter(({ decision }) => decision === 'APPROVED').length;
  const failed = verifications.filter(({ result }) => result !== 'PASS').length;
  const disputed = assignments.filter(({ state, dispute }) => state === 'TRANSFERRED' || dispute !== null).length;
  return [
    ...spells(facts, calendar).flatMap(({ rule, since, until }) =>
      now > until ? [finding(rule, since.toISOString())] : [],
    ),
    ...(extended >= often ? [finding('EXTENDED_TWICE', String(extended))] : []),
    ...(failed >= often ? [finding('FAILED_TWICE', String(failed))] : []),
    ...(disputed >= often ? [finding('DISPUTED_TWICE', String(disputed))] : []),
    ...coordinations
      .filter(({ status }) => status === 'NOT_AGREED')
      .map(({ id, parties }) =>
        finding(
          'NOT_AGREED',
          id,
          parties.filter(({ agreed }) => agreed !== true).map(({ orgId }) => orgId),
        ),
      ),
  ];
}

/** What time alone brings, and an act ends. */
const passing: readonly (ObstacleRule | null)[] = ['NO_PROGRESS', 'RED_FOR_LONG'];

/** Open obstacles that a rule found and that stand no longer. */
export const overcome = (obstacles: readonly Obstacle[], found: readonly Finding[]): Obstacle[] =>
  obstacles.filter(
    (obstacle) =>
      isInTheWay(obstacle) &&
      passing.includes(obstacle.rule) &&
      !found.some(({ rule, occurrence }) => rule === obstacle.rule && occurrence === obstacle.occurrence),
  );

interface Spell {
  readonly rule: ObstacleRule;
  readonly since: Date;
  /** The last instant at which it is none yet. */
  readonly until: Date;
}

function spells(facts: DetectionFacts, calendar: WorkingCalendar): Spell[] {
  const after = (since: Date, days: number) => calendar.addWorkingDays(since, days);
  const { redSince } = facts;
  const silent = lastStep(facts);
  return [
    ...(silent ? [{ rule: 'NO_PROGRESS' as const, since: silent, until: after(silent, silentDays) }] : []),
    ...(redSince ? [{ rule: 'RED_FOR_LONG' as const, since: redSince, until: after(redSince, redDays) }] : []),
  ];
}

/** When the work last came forward: taken on, taken up again, or further than ever; null once all is done. */
function lastStep({ item, reports }: DetectionFacts): Date | null {
  if (item.acceptedAt === null || item.progressPercent === 100) return null;
  const resumed = item.idle.flatMap(({ to }) => (to === null ? [] : [Date.parse(to)]));
  let furthest = -1;
  const steps: number[] = [];
  for (const { kind, percent, at } of reports) {
    if (kind !== 'FEEDBACK' || percent === null || percent <= furthest) continue;
    furthest = percent;
    steps.push(at.getTime());
  }
  return new Date(Math.max(item.acceptedAt.getTime(), ...resumed, ...steps));
}

/** When time alone brings the next obstacle; null when it brings none. */
export function nextFinding(facts: DetectionFacts, now: Date, calendar: WorkingCalendar): Date | null {
  if (isHistory(facts.item) || facts.item.status !== 'IN_PROGRESS') return null;
  const later = spells(facts, calendar)
    .map(({ until }) => until.getTime() + 1)
    .filter((at) => at > now.getTime());
  return later.length === 0 ? null : new Date(Math.min(...later));
}
