import { type Foundation, optionalCode } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  eachOf,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
import type {
  AddShiftInput,
  CreateRosterInput,
  GenerateRotationInput,
  PublishRosterInput,
} from '../generated/graphql.ts';
import { minutesFrom } from '../input.ts';
import { cut, gapsOf } from './coverage.ts';
import { DutyAssignmentEntity, DutyRosterEntity, DutyShiftEntity } from './duty.entity.ts';
import { everybodyIn, findPublished, findShiftsOf, findShiftsOfPeople } from './duty.repository.ts';
import {
  type DutyRoster,
  type DutyRules,
  type DutyShift,
  defaultRules,
  type RosterAction,
  type ShiftKind,
} from './duty.ts';
import { assertPublishable, rosterAccess, rosterMakers } from './duty.workflow.ts';
import { type DutyRoom, publishedEvent } from './duty-room.commands.ts';

const hour = 3_600_000;
const longestRosterDays = 62;

/** Making a roster and putting it into force. */
export function createRosterCommands({ kit, office }: Foundation, room: DutyRoom) {
  const { ids } = kit;

  const on = <I extends { readonly rosterId: string }>(
    request: Request,
    name: string,
    input: I,
    action: RosterAction,
  ) => ({
    ...{ request, name, input, action, id: input.rosterId },
    ...{ entity: DutyRosterEntity, access: rosterAccess },
  });

  /** Within a day of the roster a shift reaches people who also work elsewhere: rest is looked at that far around. */
  function around({ fromAt, toAt, rules }: DutyRoster) {
    const reach = (rules.minRestHours + rules.maxConsecutiveHours) * hour;
    return { from: new Date(fromAt.getTime() - reach), to: new Date(toAt.getTime() + reach) };
  }

  /** `ZB20260924N`, with a counter when the day has two of a kind. */
  function numberFor(kind: ShiftKind, startAt: Date, taken: readonly DutyShift[]): string {
    const base = `ZB${kit.clock.today(startAt).replaceAll('-', '')}${kind.charAt(0)}`;
    const used = new Set(taken.map(({ shiftNo }) => shiftNo));
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? base : `${base}-${count}`;
      if (!used.has(candidate)) return candidate;
    }
  }

  return {
    create: (request: Request, input: CreateRosterInput) =>
      office.create({ request, name: 'createRoster', input, entity: DutyRosterEntity }, async (tx) => {
        const { orgId } = input;
        await office.orgs.requireActive(tx, 'orgId', orgId);
        const role = rosterMakers.find((name) => request.actor.holds(name, orgId));
        if (role === undefined) throw forbidden();
        const { period, ...fields } = fieldsOf({
          period: () => periodOf(input),
          name: () => lineOf('name', input.name, 100),
          rules: () => rulesOf(input.rules),
        });
        const roster: DutyRoster = {
          ...period,
          ...fields,
          id: ids.next('rst'),
          status: 'DRAFT',
          version: 1,
          ownerOrgId: orgId,
          servesOrgId: await room.servedBy(tx, orgId),
          secrecyLevel: 'INTERNAL',
          createdAt: tx.now,
          updatedAt: tx.now,
          importedFrom: null,
          publishedAt: null,
        };
        return { row: roster, events: [], role };
      }),

    /** A draft may break the rules; publication looks at all of it. */
    addShift: (request: Request, input: AddShiftInput) =>
      office.act(on(request, 'addShift', input, 'EDIT'), async (roster, _, tx) => {
        const { kind, leaderId, backupId = null } = input;
        const { span, officerIds, phone, given } = fieldsOf({
          span: () => shiftSpanOf(input, roster),
          officerIds: () => peopleList('officerIds', input.officerIds, { min: 1, max: 20 }),
          phone: () => optionalLine('phone', input.phone, 20),
          given: () => optionalCode('shiftNo', input.shiftNo, 40),
        });
        await office.people.requireActive(tx, 'leaderId', leaderId);
        await office.people.requireManyActive(tx, 'officerIds', officerIds);
        if (backupId !== null) await office.people.requireActive(tx, 'backupId', backupId);
        const taken = await findShiftsOf(tx.manager, [roster.id]);
        const shiftNo = given ?? numberFor(kind, span.startAt, taken);
        const same = taken.find((shift) => shift.shiftNo === shiftNo);
        if (same) throw duplicate(same.id, { en: 'This number is taken.', zh: '班次编号已存在。' });
        const content = { ...span, shiftNo, kind, leaderId, officerIds, backupId, phone };
        return { changes: {}, events: [], answer: (await room.storeShift(tx, roster, content)).id };
      }),

    generateRotation: (request: Request, input: GenerateRotationInput) =>
      office.act(on(request, 'generateRotation', input, 'EDIT'), async (roster, _, tx) => {
        const { shiftHours, leaders, officers, phone } = fieldsOf({
          shiftHours: () => shiftHoursOf(input.shiftHours),
          leaders: () => peopleList('leaderIds', input.leaderIds, { min: 1, max: 200 }),
          officers: () => peopleList('officerIds', input.officerIds, { min: roster.rules.officerMin, max: 200 }),
          phone: () => optionalLine('phone', input.phone, 20),
        });
        await office.people.requireManyActive(tx, 'leaderIds', leaders);
        await office.people.requireManyActive(tx, 'officerIds', officers);
        const taken = await findShiftsOf(tx.manager, [roster.id]);
        const pieces = cut(gapsOf(taken, { from: roster.fromAt, to: roster.toAt }), shiftHours);
        for (const [turn, { from, to }] of pieces.entries()) {
          const kind = kindOf(from, to, kit.clock.zone);
          const shift = await room.storeShift(tx, roster, {
            shiftNo: numberFor(kind, from, taken),
            kind,
            startAt: from,
            endAt: to,
            leaderId: inTurn(leaders, turn, 1)[0] ?? '',
            officerIds: inTurn(officers, turn, roster.rules.officerMin),
            backupId: null,
            phone,
          });
          taken.push(shift);
        }
        return { changes: {}, events: [] };
      }),

    publish: (request: Request, input: PublishRosterInput) =>
      office.act(on(request, 'publishRoster', input, 'PUBLISH'), async (roster, { to: status }, tx) => {
        await room.takeTurn(tx);
        const own = await findShiftsOf(tx.manager, [roster.id]);
        const period = { from: roster.fromAt, to: roster.toAt };
        const covering = await findPublished(tx.manager, roster.ownerOrgId, period, tx.now);
        const elsewhere = await findShiftsOfPeople(tx.manager, everybodyIn(own), around(roster));
        assertPublishable(roster, own, covering, elsewhere, kit.clock.zone);
        const inForce = { publishedAt: tx.now, secrecyLevel: 'PUBLIC', updatedAt: tx.now } as const;
        const changes = { status, ...inForce };
        await putIntoForce(tx, roster.id, inForce);
        return { changes, events: [publishedEvent({ ...roster, ...changes }, own)] };
      }),
  };
}

async function putIntoForce(tx: Transaction, rosterId: string, inForce: Partial<DutyShift>): Promise<void> {
  await tx.manager.getRepository(DutyShiftEntity).update({ rosterId, status: 'PLANNED' }, {
    ...inForce,
    status: 'PUBLISHED',
    version: () => 'version + 1',
  } as never);
  await tx.manager
    .createQueryBuilder()
    .update(DutyAssignmentEntity)
    .set({ published: true })
    .where('shift_id IN (SELECT id FROM duty_shifts WHERE roster_id = :rosterId)', { rosterId })
    .execute();
}

function rulesOf(input: CreateRosterInput['rules']): DutyRules {
  const given = (field: keyof DutyRules, min: number, max: number) =>
    numberOf(`rules.${field}`, input?.[field] ?? defaultRules[field], min, max);
  return fieldsOf({
    officerMin: () => given('officerMin', 1, 10),
    maxConsecutiveHours: () => given('maxConsecutiveHours', 8, 48),
    minRestHours: () => given('minRestHours', 0, 48),
  });
}

function periodOf({ from: fromAt, to: toAt }: CreateRosterInput) {
  minutesFrom(fromAt, toAt, ['from', 'to']);
  if (toAt.getTime() - fromAt.getTime() > longestRosterDays * 24 * hour) {
    throw badInput('to', { en: 'At most 62 days.', zh: '值班表不得超过62天。' });
  }
  return { fromAt, toAt };
}

function shiftSpanOf({ start: startAt, end: endAt }: AddShiftInput, { fromAt, toAt }: DutyRoster) {
  minutesFrom(startAt, endAt, ['start', 'end']);
  if (startAt < fromAt || endAt > toAt || endAt.getTime() - startAt.getTime() > 24 * hour) {
    throw badInput('end', {
      en: 'Within the roster, at most 24 hours.',
      zh: '班次须在值班表期间内，且不超过24小时。',
    });
  }
  return { startAt, endAt };
}

function shiftHoursOf(hours: number): number {
  if ([8, 12, 24].includes(hours)) return hours;
  throw badInput('shiftHours', { en: '8, 12 or 24.', zh: '每班时长为8、12或24小时。' });
}

const peopleList = (field: string, given: readonly string[], bounds: { min: number; max: number }): string[] =>
  eachOf(field, [...new Set(given)], bounds, (id) => id);

const inTurn = (people: readonly string[], turn: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => people[(turn * count + index) % people.length] ?? '');

/** A shift that begins between 06:00 and 18:00 in the business zone is a day shift. */
function kindOf(from: Date, to: Date, timeZone: string): ShiftKind {
  if (to.getTime() - from.getTime() >= 24 * hour) return 'ALL_DAY';
  const local = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(from));
  return local >= 6 && local < 18 ? 'DAY' : 'NIGHT';
}
