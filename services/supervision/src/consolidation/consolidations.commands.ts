import type { Foundation } from '@chengqi/office-kernel';
import { consolidationFinalized } from '@chengqi/schemas/events/supervision';
import { forbidden, guardFailed, optionalText, type Request, type Transaction } from '@chengqi/service-kit';
import type { ConsolidateInput, FinalizeConsolidationInput } from '../generated/graphql.ts';
import { withGrace } from '../reporting/periods.ts';
import { ReportingDutyEntity } from '../reporting/reporting.entity.ts';
import { dueOf, dutyById } from '../reporting/reporting.repository.ts';
import type { ReportingDuty } from '../reporting/reporting.ts';
import { createSchedule } from '../reporting/schedule.commands.ts';
import { dutyAccess } from '../reporting/submission.workflow.ts';
import { acceptedOf } from '../reporting/sums.repository.ts';
import { ConsolidationEntity, MissingReportEntity } from './consolidation.entity.ts';
import { consolidationOf, unitReports } from './consolidation.repository.ts';
import type { Consolidation } from './consolidation.ts';
import { consolidationAccess, consolidationWorkflow, figuresOf, missingOf } from './consolidation.workflow.ts';

const rowsAtOnce = 5000;

/** The reports of a period made into one: drafted, and then final. */
export function createConsolidationCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const schedule = createSchedule(foundation);

  const blank = (tx: Transaction, { id: dutyId, ownerOrgId, secrecyLevel }: ReportingDuty, period: string) => ({
    ...{ id: kit.ids.next('cns'), status: 'DRAFT' as const, version: 1, ownerOrgId, secrecyLevel },
    ...{ createdAt: tx.now, updatedAt: tx.now, dutyId, period, narrative: null, draftedById: null },
    ...{ finalizedAt: null, finalizedById: null, figures: null },
  });

  /** Who still may hand in on time is not called missing for good. */
  async function assertOver(tx: Transaction, duty: ReportingDuty, period: string, missing: number): Promise<void> {
    if (missing === 0 || withGrace(await dueOf(foundation, duty, period), duty.graceHours) < tx.now) return;
    throw guardFailed('SUP-9', {
      en: 'Reports are missing that may still come in time.',
      zh: '宽限期未满，尚有单位可按时报送。',
    });
  }

  return {
    consolidate: (request: Request, input: ConsolidateInput): Promise<string> =>
      office.execute(request, 'consolidate', input, async (tx) => {
        const { dutyId, period } = input;
        const duty = await office.require(tx, request, ReportingDutyEntity, dutyId, dutyAccess);
        const role = dutyAccess.roles.find((name) => request.actor.holds(name, duty.ownerOrgId));
        if (role === undefined) throw forbidden();
        await schedule.assertBegun(tx, duty, period);
        const known = await consolidationOf(tx.manager, dutyId, period);
        if (known) {
          const expectedVersion = input.expectedVersion ?? null;
          consolidationWorkflow.permit(request.actor, known, 'DRAFT', { expectedVersion });
        }
        const narrative = optionalText('narrative', input.narrative, 20_000);
        const drafted = { narrative, draftedById: request.actor.personId };
        const { id } = known
          ? await tx.update<Consolidation>(ConsolidationEntity, known, drafted)
          : await tx.insert<Consolidation>(ConsolidationEntity, { ...blank(tx, duty, period), ...drafted });
        return { id, role };
      }),

    finalizeConsolidation: (request: Request, input: FinalizeConsolidationInput): Promise<string> =>
      office.act(
        {
          ...{ request, name: 'finalizeConsolidation', input, id: input.consolidationId },
          ...{ entity: ConsolidationEntity, access: consolidationAccess, action: 'FINALIZE' },
        },
        async (found, { to: status, by: finalizedById, at: finalizedAt }, tx) => {
          const { id, dutyId, period, ownerOrgId: orgId } = found;
          const duty = await dutyById(tx.manager, dutyId);
          const units = await unitReports(tx.manager, dutyId, period);
          const given = await acceptedOf(tx.manager, dutyId, period, finalizedAt);
          const figures = figuresOf(duty.fields, units, given);
          await assertOver(tx, duty, period, figures.missing);
          const missing = missingOf(units).map((unit) => ({ ...unit, consolidationId: id }));
          for (let from = 0; from < missing.length; from += rowsAtOnce)
            await tx.manager.getRepository(MissingReportEntity).insert(missing.slice(from, from + rowsAtOnce));
          const { totals: _, ...counts } = figures;
          const told = consolidationFinalized.create(found, { consolidationId: id, dutyId, orgId, period, ...counts });
          return { changes: { status, finalizedAt, finalizedById, figures }, events: [told] };
        },
      ),
  };
}
