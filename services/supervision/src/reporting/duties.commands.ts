import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  eachOf,
  fieldsOf,
  forbidden,
  idsOf,
  lineOf,
  numberOf,
  type Request,
  refusal,
  type Transaction,
} from '@chengqi/service-kit';
import type {
  AddDutyReportersInput,
  DefineReportingDutyInput,
  DueRuleInput,
  RemoveDutyReportersInput,
  ReportFieldInput,
} from '../generated/graphql.ts';
import { type DueRule, namedDayOf, periodOf, type ReportingKind, weekly } from './periods.ts';
import { addReporters, removeReporters, setReporters } from './reporters.repository.ts';
import { DutyReporterEntity, ReportingDutyEntity } from './reporting.entity.ts';
import { type ReportField, type ReportingDuty, usualGraceHours } from './reporting.ts';
import { createSchedule } from './schedule.commands.ts';
import { dutyAccess } from './submission.workflow.ts';

const mostReporters = 20_000;
const mostAtOnce = 5000;
const mostFields = 50;
const usualDayOfMonth = 25;

/** Who has to report what; the office director of the collector lays it down. */
export function createDutyCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const schedule = createSchedule(foundation);

  /** A duty keeps its kind, by which its periods are named; a new day to report is one to come, in a year whose calendar is known. */
  async function assertPromised(tx: Transaction, due: DueRule, known: ReportingDuty | null): Promise<void> {
    if (known && known.kind !== due.kind)
      throw badInput('kind', { en: 'The kind of a duty does not change.', zh: '报送制度的类型不得变更。' });
    if (known?.dueOn === due.dueOn && due.kind === 'AD_HOC') return;
    const days = await office.calendar.days();
    const today = kit.clock.today(tx.now);
    if (due.dueOn !== null && due.dueOn < today)
      throw badInput('dueRule.on', { en: 'The day lies in the past.', zh: '报送截止日不得早于今天。' });
    const day = due.dueOn ?? (due.kind === 'AD_HOC' ? today : namedDayOf(due, periodOf(due.kind, today, days), days));
    await office.calendar.addWorkingDays(days.startOf(day), 0);
  }

  /** Some units of the many that may report. */
  const changeReporters = (request: Request, name: string, input: ReportersInput, change: typeof removeReporters) =>
    office.execute(request, name, input, async (tx) => {
      const found = await office.require(tx, request, ReportingDutyEntity, input.dutyId, dutyAccess);
      if (!request.actor.holds('OFFICE_DIRECTOR', found.ownerOrgId)) throw forbidden();
      const orgIds = idsOf('reporterOrgIds', input.reporterOrgIds, mostAtOnce);
      const duty = await tx.update(ReportingDutyEntity, found, {});
      await change(tx, duty.id, orgIds);
      await schedule.renew(tx, duty);
      return { id: duty.id, role: 'OFFICE_DIRECTOR' };
    });

  const addActive: typeof removeReporters = async (tx, dutyId, orgIds) => {
    await office.orgs.requireManyActive(tx, 'reporterOrgIds', orgIds);
    await addReporters(foundation, tx, dutyId, orgIds);
    if ((await tx.manager.getRepository(DutyReporterEntity).countBy({ dutyId })) <= mostReporters) return;
    throw refusal('LIMIT_EXCEEDED', {
      en: `At most ${mostReporters} units report.`,
      zh: `报送单位最多 ${mostReporters} 个。`,
    });
  };

  return {
    defineReportingDuty: (request: Request, input: DefineReportingDutyInput): Promise<string> =>
      office.execute(request, 'defineReportingDuty', input, async (tx) => {
        const { collectorOrgId } = input;
        if (!request.actor.holds('OFFICE_DIRECTOR', collectorOrgId)) throw forbidden();
        const { name, reporterOrgIds, due, ...fields } = fieldsOf({
          due: () => dueRuleOf(input.kind, input.dueRule ?? {}),
          reporterOrgIds: () => idsOf('reporterOrgIds', input.reporterOrgIds, mostAtOnce),
          fields: () => reportFieldsOf(input.fields),
          graceHours: () => numberOf('graceHours', input.graceHours ?? usualGraceHours, 0, 72),
          name: () => lineOf('name', input.name, 100),
        });
        await office.orgs.requireActive(tx, 'collectorOrgId', collectorOrgId);
        await office.orgs.requireManyActive(tx, 'reporterOrgIds', reporterOrgIds);
        const known = await tx.manager
          .getRepository(ReportingDutyEntity)
          .findOneBy({ ownerOrgId: collectorOrgId, name });
        await assertPromised(tx, due, known);
        const laid = { ...fields, ...due, active: input.active ?? true, ownerOrgId: collectorOrgId, name };
        const blank = { ...(known ?? blankDuty(foundation, tx, laid)), ...laid };
        const wanted = { ...blank, ...(await schedule.next(tx, blank, known)) };
        const duty = known
          ? await tx.update(ReportingDutyEntity, known, wanted)
          : await tx.insert(ReportingDutyEntity, wanted);
        if (input.reporterOrgIds || !known) await setReporters(foundation, tx, duty.id, reporterOrgIds);
        await schedule.renew(tx, duty, known);
        return { id: duty.id, role: 'OFFICE_DIRECTOR' };
      }),

    addDutyReporters: (request: Request, input: AddDutyReportersInput): Promise<string> =>
      changeReporters(request, 'addDutyReporters', input, addActive),

    removeDutyReporters: (request: Request, input: RemoveDutyReportersInput): Promise<string> =>
      changeReporters(request, 'removeDutyReporters', input, removeReporters),
  };
}

type ReportersInput = Omit<AddDutyReportersInput, '__typename'>;

type Laid = DueRule & Pick<ReportingDuty, 'ownerOrgId' | 'name' | 'fields' | 'graceHours' | 'active'>;

export const blankDuty = ({ kit }: Foundation, tx: Transaction, laid: Laid): ReportingDuty => ({
  ...laid,
  id: kit.ids.next('rpd'),
  version: 1,
  secrecyLevel: 'INTERNAL',
  createdAt: tx.now,
  updatedAt: tx.now,
  nextPeriod: null,
  opensAt: null,
});

/** What is not said is as usual: Friday or the 25th, 17:00. What does not go with the kind is refused. */
function dueRuleOf(kind: ReportingKind, { weekday, dayOfMonth, on, time }: DueRuleInput): DueRule {
  const given = { weekday, dayOfMonth, on };
  const fitting = kind === 'WEEKLY' ? 'weekday' : kind === 'AD_HOC' ? 'on' : 'dayOfMonth';
  for (const [name, value] of Object.entries(given)) if (value != null && name !== fitting) throw unfitting(name);
  if (kind === 'AD_HOC' && on == null)
    throw badInput('dueRule.on', { en: 'Say on which day it is due.', zh: '专项报送须指定截止日。' });
  const { dueDay, dueTime } = fieldsOf({
    dueDay: () => {
      if (kind === 'AD_HOC') return null;
      if (kind === 'WEEKLY') return numberOf('dueRule.weekday', weekday ?? weekly.dueDay ?? 5, 1, 7);
      return numberOf('dueRule.dayOfMonth', dayOfMonth ?? usualDayOfMonth, 1, 31);
    },
    dueTime: () => timeOf(time ?? weekly.dueTime),
  });
  return { kind, dueDay, dueOn: on ?? null, dueTime };
}

const unfitting = (name: string) =>
  badInput(`dueRule.${name}`, { en: 'Does not go with how often is reported.', zh: '与报送周期不符。' });

function timeOf(time: string): string {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) return time;
  throw badInput('dueRule.time', { en: 'A time is such as 17:00.', zh: '时间须为 17:00 的形式。' });
}

function reportFieldsOf(given: readonly ReportFieldInput[]): ReportField[] {
  const fields = eachOf('fields', given, { max: mostFields }, ({ key, label, aggregate }, path) => ({
    aggregate: aggregate ?? 'SUM',
    ...fieldsOf({ key: () => keyOf(`${path}.key`, key), label: () => lineOf(`${path}.label`, label, 100) }),
  }));
  if (new Set(fields.map(({ key }) => key)).size === fields.length) return fields;
  throw badInput('fields', { en: 'Each key once.', zh: '字段键不得重复。' });
}

function keyOf(path: string, key: string): string {
  if (/^[a-z][a-z0-9_]{0,39}$/.test(key)) return key;
  throw badInput(path, {
    en: 'A key is lower case, at most 40 signs.',
    zh: '字段键须为小写字母、数字或下划线，最多 40 个。',
  });
}
