import { ceiling, type Foundation, levelAtMost } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import {
  badInput,
  fieldsOf,
  forbidden,
  guardFailed,
  numberOf,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type {
  ConfirmHazardInput,
  DismissHazardInput,
  ExtendDeadlineInput,
  ListHazardInput,
  RecordHazardNoticesInput,
  ReportHazardInput,
  StartHazardSequenceInput,
} from '../generated/graphql.ts';
import { HazardEntity } from './hazard.entity.ts';
import { generalDays, type Hazard, majorDays } from './hazard.ts';
import { hazardAccess } from './hazard.workflow.ts';
import { confirm, dismiss, extendDeadline, list, recordNotices } from './hazard-acts.workflow.ts';
import type { HazardLedger } from './hazard-ledger.commands.ts';
import { partyOf } from './new-hazard.ts';

const mostSerial = 999_999;
const noLedger = () => badInput('orgId', { en: "Its ledger is another organisation's.", zh: '该单位不设隐患台账。' });
const begunAlready = () =>
  guardFailed('HAZ-4', {
    en: 'A sequence is started once, above every known serial and before its first own number.',
    zh: '隐患编号仅可续编一次，须大于已知序号，且在本系统首次编号之前。',
  });

/** From the report to the judgement, and what the upper organisation decides about a hazard. */
export function createReportingCommands({ kit, office }: Foundation, ledger: HazardLedger) {
  const { calendar } = office;

  function levelOf(request: Request, level: SecrecyLevel): SecrecyLevel {
    if (levelAtMost(level, ceiling) && levelAtMost(level, maximumOf(request))) return level;
    throw badInput('secrecyLevel', {
      en: 'Not above the ceiling of this system or your own clearance.',
      zh: '不得高于系统密级上限或本人涉密等级。',
    });
  }

  /** The closed hazard of the same place that came back. */
  async function recurrenceOf(tx: Transaction, request: Request, id: string | null | undefined, siteId: string) {
    if (id == null) return null;
    const earlier = await office.require(tx, request, HazardEntity, id, hazardAccess);
    if (earlier.status === 'CLOSED' && earlier.siteId === siteId) return earlier.id;
    throw badInput('recurrenceOfId', {
      en: 'Names a closed hazard of the same place.',
      zh: '须为同一场所已销号的隐患。',
    });
  }

  /** End of the limit: the day given, else as policy has it; these days do not move over holidays. */
  function dueAtOf(hazard: Hazard, { level, dueOn }: ConfirmHazardInput, now: Date): Date {
    const outermost = calendar.addDays(now, majorDays);
    const usual = level === 'GENERAL' ? calendar.addDays(now, generalDays) : outermost;
    const given = dueOn == null ? hazard.dueAt : calendar.endOf(dueOn);
    if (given === null || (dueOn == null && (given <= now || given > outermost))) return usual;
    if (given <= now || given > outermost) {
      throw badInput('dueOn', { en: 'Ahead, by at most 90 days.', zh: '整改期限须晚于今天且不超过90天。' });
    }
    return given;
  }

  return {
    /** HAZ-4 for an office that has numbered this year's hazards elsewhere; answers the serial that comes next. */
    async startHazardSequence(request: Request, input: StartHazardSequenceInput): Promise<number> {
      const { orgId } = input;
      await office.execute(request, 'startHazardSequence', input, async (tx) => {
        if (!request.actor.holds('SAFETY_OFFICER', orgId)) throw forbidden();
        const now = kit.clock.year(tx.now);
        const { year, lastSerial } = fieldsOf({
          year: () => numberOf('year', input.year, now, now + 1),
          lastSerial: () => numberOf('lastSerial', input.lastSerial, 1, mostSerial),
        });
        if ((await ledger.ledgerOrgOf(tx, orgId)) !== orgId) throw noLedger();
        if (!(await office.serials.begin(tx, ledger.series(orgId, year), lastSerial))) throw begunAlready();
        return { id: orgId, role: 'SAFETY_OFFICER' };
      });
      return input.lastSerial + 1;
    },

    report: (request: Request, input: ReportHazardInput) =>
      office.execute(request, 'reportHazard', input, async (tx) => {
        const fields = fieldsOf({
          description: () => textOf('description', input.description, 2000),
          secrecyLevel: () => levelOf(request, input.secrecyLevel ?? 'INTERNAL'),
        });
        const { id } = await ledger.open(tx, {
          ...fields,
          siteId: input.siteId,
          category: input.category,
          level: input.level ?? null,
          source: { type: 'StaffReport', id: null, linkId: null },
          reporterId: request.viewer.personId,
          anonymous: input.anonymous ?? false,
          responsibleOrgId: null,
          dueAt: null,
          recurrenceOfId: await recurrenceOf(tx, request, input.recurrenceOfId, input.siteId),
        });
        return { id, role: null };
      }),

    confirm: (request: Request, input: ConfirmHazardInput) =>
      ledger.act(request, { name: 'confirmHazard', action: 'CONFIRM' }, input, async (hazard, act, tx) => {
        const decision = confirm(hazard, act, {
          level: input.level,
          responsibleOrgId: input.responsibleOrgId,
          recurrenceOfId: await recurrenceOf(tx, request, input.recurrenceOfId, hazard.siteId),
          dueAt: dueAtOf(hazard, input, tx.now),
        });
        await office.orgs.requireActive(tx, 'responsibleOrgId', input.responsibleOrgId);
        await office.parties.add(tx, hazard.id, partyOf(input.responsibleOrgId, 'RESPONSIBLE_ORG'));
        return decision;
      }),

    dismiss: (request: Request, input: DismissHazardInput) =>
      ledger.act(request, { name: 'dismissHazard', action: 'DISMISS' }, input, (hazard, act) =>
        dismiss(hazard, act, textOf('reason', input.reason, 500)),
      ),

    list: (request: Request, input: ListHazardInput) =>
      ledger.act(request, { name: 'listHazard', action: 'LIST' }, input, list),

    extendDeadline: (request: Request, input: ExtendDeadlineInput) =>
      ledger.act(request, { name: 'extendDeadline', action: 'EXTEND_DEADLINE' }, input, (hazard, act) =>
        extendDeadline(hazard, act, {
          dueAt: calendar.endOf(input.dueOn),
          latest: calendar.addDays(new Date((hazard.dueAt ?? kit.clock.now()).getTime() - 1), majorDays),
          explanation: textOf('explanation', input.explanation, 1000),
        }),
      ),

    recordNotices: (request: Request, input: RecordHazardNoticesInput) =>
      ledger.act(request, { name: 'recordHazardNotices', action: 'RECORD_NOTICES' }, input, (hazard, act) =>
        recordNotices(hazard, act, {
          notifiedStaffAt: input.notifiedStaffAt ?? null,
          reportedToRegulatorAt: input.reportedToRegulatorAt ?? null,
        }),
      ),
  };
}

/** Staff without clearance write INTERNAL. */
const maximumOf = ({ viewer }: Request): SecrecyLevel =>
  levelAtMost(viewer.clearance, 'INTERNAL') ? 'INTERNAL' : viewer.clearance;
