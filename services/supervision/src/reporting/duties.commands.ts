import type { Foundation } from '@chengqi/office-kernel';
import { badInput, forbidden, idsOf, lineOf, numberOf, type Request, type Transaction } from '@chengqi/service-kit';
import type { DefineReportingDutyInput } from '../generated/graphql.ts';
import { ReportingDutyEntity } from './reporting.entity.ts';
import { type ReportField, type ReportingDuty, usualGraceHours } from './reporting.ts';

const mostReporters = 3000;
const mostFields = 50;

/** Who has to report what; the office director of the collector lays it down. */
export function createDutyCommands(foundation: Foundation) {
  const { office } = foundation;
  return {
    defineReportingDuty: (request: Request, input: DefineReportingDutyInput): Promise<string> =>
      office.execute(request, 'defineReportingDuty', input, async (tx) => {
        const { collectorOrgId } = input;
        if (!request.actor.holds('OFFICE_DIRECTOR', collectorOrgId)) throw forbidden();
        const reporterOrgIds = idsOf('reporterOrgIds', input.reporterOrgIds, mostReporters);
        await office.orgs.requireActive(tx, 'collectorOrgId', [collectorOrgId]);
        await office.orgs.requireActive(tx, 'reporterOrgIds', reporterOrgIds);
        const laidDown = {
          kind: input.kind,
          reporterOrgIds,
          fields: fieldsOf(input.fields),
          graceHours: numberOf('graceHours', input.graceHours ?? usualGraceHours, 0, 72),
          active: input.active ?? true,
        };
        const name = lineOf('name', input.name, 100);
        const known = await tx.manager
          .getRepository(ReportingDutyEntity)
          .findOneBy({ ownerOrgId: collectorOrgId, name });
        const duty = known
          ? await tx.update(ReportingDutyEntity, known, laidDown)
          : await tx.insert(
              ReportingDutyEntity,
              blankDuty(foundation, tx, { ...laidDown, ownerOrgId: collectorOrgId, name }),
            );
        await openTo(foundation, tx, duty.id, reporterOrgIds);
        return { id: duty.id, role: 'OFFICE_DIRECTOR' };
      }),
  };
}

type Laid = Pick<ReportingDuty, 'ownerOrgId' | 'name' | 'kind' | 'reporterOrgIds' | 'fields' | 'graceHours' | 'active'>;

export const blankDuty = ({ kit }: Foundation, tx: Transaction, laid: Laid): ReportingDuty => ({
  ...laid,
  id: kit.ids.next('rpd'),
  version: 1,
  secrecyLevel: 'INTERNAL',
  createdAt: tx.now,
  updatedAt: tx.now,
});

/** Who has to report sees the duty. */
export const openTo = ({ office }: Foundation, tx: Transaction, dutyId: string, orgIds: readonly string[]) =>
  office.parties.add(
    tx,
    dutyId,
    orgIds.map((partyId) => ({ partyId, relation: 'reporter' })),
  );

function fieldsOf(given: readonly ReportField[]): ReportField[] {
  const keys = new Set(given.map(({ key }) => key));
  if (
    keys.size !== given.length ||
    keys.size > mostFields ||
    [...keys].some((key) => !/^[a-z][a-z0-9_]{0,39}$/.test(key))
  ) {
    throw badInput('fields', {
      en: `At most ${mostFields} different keys in lower case.`,
      zh: `字段键须为小写且不重复，最多 ${mostFields} 个。`,
    });
  }
  return given.map(({ key, label }) => ({ key, label: lineOf('fields.label', label, 100) }));
}
