import {
  badInput,
  duplicate,
  forbidden,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  AddShiftInput,
  CreateRosterInput,
  GenerateRotationInput,
  PublishRosterInput,
} from '../generated/graphql.ts';
import { spanOf } from '../input.ts';
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
import { assertPublishable, rosterMakers, rosterWorkflow } from './duty.workflow.ts';
import { type DutyRoom, publishedEvent, rosterReading } from './duty-room.ts';

export type RosterCommands = ReturnType<typeof createRosterCommands>;

const hour = 3_600_000;
const longestRosterDays = 62;

interface RosterInput {
  readonly rosterId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Making a roster and putting it into force. */
export function createRosterCommands({ kit, office }: Foundation, room: DutyRoom) {
  const { ids } = kit;

  /** One act on one roster; answers what `work` answers, the roster's or a shift's id. */
  const act = (
    request: Request,
    name: string,
    action: RosterAction,
    input: RosterInput,
    work: (tx: Transaction, roster: DutyRoster, role: string | null) => Promise<string>,
  ) =>
    office.execute(request, name, input, async (tx) => {
      const roster = await office.require(tx, request, DutyRosterEntity, input.rosterId, rosterReading);
      const expectedVersion = input.expectedVersion ?? null;
      const { role } = rosterWorkflow.permit(request.actor, roster, action, { expectedVersion });
      return work(tx, roster, role);
    });

  async function assertKnown(tx: Transaction, field: string, personIds: readonly string[]): Promise<void> {
    const found = await office.people.findMany(tx.manager, personIds);
    const unknown = personIds.find((id) => !found.get(id)?.active);
    if (unknown !== undefined) throw referenceUnknown(field, unknown);
  }

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
      office.execute(request, 'createRoster', input, async (tx) => {
        const org = await office.orgs.find(tx.manager, input.orgId);
        if (!org?.active) throw referenceUnknown('orgId', input.orgId);
        if (!rosterMakers.some((name) => request.actor.holds(name, org.id))) throw forbidden();
        spanOf(input.from, input.to, ['from', 'to']);
        if (input.to.getTime() - input.from.getTime() > longestRosterDays * 24 * hour) {
          throw badInput('to', { en: 'At most 62 days.', zh: '值班表不得超过62天。' });
        }
        const roster = await tx.insert(DutyRosterEntity, {
          id: ids.next('rst'),
          name: lineOf('name', input.name, 100),
          status: 'DRAFT',
          version: 1,
          ownerOrgId: org.id,
          servesOrgId: await room.servedBy(tx, org.id),
          secrecyLevel: 'INTERNAL',
          createdAt: tx.now,
          updatedAt: tx.now,
          fromAt: input.from,
          toAt: input.to,
          rules: rulesOf(input.rules),
          importedFrom: null,
          publishedAt: null,
        });
        return roster.id;
      }),

    /** A draft may break the rules; publication looks at all of it. */
    addShift: (request: Request, input: AddShiftInput) =>
      act(request, 'addShift', 'EDIT', input, async (tx, roster, role) => {
        const { start: startAt, end: endAt, kind, leaderId } = input;
        spanOf(startAt, endAt, ['start', 'end']);
        if (startAt < roster.fromAt || endAt > roster.toAt || endAt.getTime() - startAt.getTime() > 24 * hour) {
          throw badInput('end', {
            en: 'Within the roster, at most 24 hours.',
            zh: '班次须在值班表期间内，且不超过24小时。',
          });
        }
        const officerIds = officersOf(input.officerIds);
        const backupId = input.backupId ?? null;
        await assertKnown(tx, 'leaderId', [leaderId]);
        await assertKnown(tx, 'officerIds', officerIds);
        if (backupId !== null) await assertKnown(tx, 'backupId', [backupId]);
        const taken = await findShiftsOf(tx.manager, [roster.id]);
        const shiftNo = optionalLine('shiftNo', input.shiftNo, 40) ?? numberFor(kind, startAt, taken);
        const same = taken.find((shift) => shift.shiftNo === shiftNo);
        if (same) throw duplicate(same.id, { en: 'This number is taken.', zh: '班次编号已存在。' });
        const phone = optionalLine('phone', input.phone, 20);
        await tx.update(DutyRosterEntity, roster, {});
        await tx.append([], { role });
        const content = { shiftNo, kind, startAt, endAt, leaderId, officerIds, backupId, phone };
        return (await room.storeShift(tx, roster, content)).id;
      }),

    generateRotation: (request: Request, input: GenerateRotationInput) =>
      act(request, 'generateRotation', 'EDIT', input, async (tx, roster, role) => {
        if (![8, 12, 24].includes(input.shiftHours)) {
          throw badInput('shiftHours', { en: '8, 12 or 24.', zh: '每班时长为8、12或24小时。' });
        }
        const leaders = peopleList('leaderIds', input.leaderIds, 1);
        const officers = peopleList('officerIds', input.officerIds, roster.rules.officerMin);
        await assertKnown(tx, 'leaderIds', leaders);
        await assertKnown(tx, 'officerIds', officers);
        const taken = await findShiftsOf(tx.manager, [roster.id]);
        const pieces = cut(gapsOf(taken, { from: roster.fromAt, to: roster.toAt }), input.shiftHours);
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
            phone: optionalLine('phone', input.phone, 20),
          });
          taken.push(shift);
        }
        await tx.update(DutyRosterEntity, roster, {});
        await tx.append([], { role });
        return roster.id;
      }),

    publish: (request: Request, input: PublishRosterInput) =>
      act(request, 'publishRoster', 'PUBLISH', input, async (tx, roster, role) => {
        await room.takeTurn(tx);
        const own = await findShiftsOf(tx.manager, [roster.id]);
        const period = { from: roster.fromAt, to: roster.toAt };
        const covering = await findPublished(tx.manager, roster.ownerOrgId, period, tx.now);
        const elsewhere = await findShiftsOfPeople(tx.manager, everybodyIn(own), around(roster));
        assertPublishable(roster, own, covering, elsewhere);
        const inForce = { publishedAt: tx.now, secrecyLevel: 'PUBLIC', updatedAt: tx.now } as const;
        const published = await tx.update(DutyRosterEntity, roster, { status: 'PUBLISHED', ...inForce });
        await putIntoForce(tx, roster.id, inForce);
        await tx.append(publishedEvent(published, own), { role });
        return roster.id;
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
  return {
    officerMin: given('officerMin', 1, 10),
    maxConsecutiveHours: given('maxConsecutiveHours', 8, 48),
    minRestHours: given('minRestHours', 0, 48),
  };
}

function officersOf(given: readonly string[]): string[] {
  const officers = [...new Set(given)];
  numberOf('officerIds', officers.length, 1, 20);
  return officers;
}

function peopleList(field: string, given: readonly string[], min: number): string[] {
  const people = [...new Set(given)];
  numberOf(field, people.length, min, 200);
  return people;
}

const inTurn = (people: readonly string[], turn: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => people[(turn * count + index) % people.length] ?? '');

/** A shift that begins between 06:00 and 18:00 in the business zone is a day shift. */
function kindOf(from: Date, to: Date, timeZone: string): ShiftKind {
  if (to.getTime() - from.getTime() >= 24 * hour) return 'ALL_DAY';
  const local = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(from));
  return local >= 6 && local < 18 ? 'DAY' : 'NIGHT';
}
