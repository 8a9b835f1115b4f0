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
  type Transaction,
} from '@chengqi/service-kit';
import type { DefineReportingDutyInput } from '../generated/graphql.ts';
import { setReporters } from './reporters.repository.ts';
import { ReportingDutyEntity } from './reporting.entity.ts';
import { type ReportField, type ReportingDuty, usualGraceHours } from './reporting.ts';

const mostReporters = 20_000;
const mostFields = 50;

/** Who has to report what; the office director of the collector lays it down. */
export function createDutyCommands(foundation: Foundation) {
  const { office } = foundation;
  return {
    defineReportingDuty: (request: Request, input: DefineReportingDutyInput): Promise<string> =>
      office.execute(request, 'defineReportingDuty', input, async (tx) => {
        const { collectorOrgId } = input;
        if (!request.actor.holds('OFFICE_DIRECTOR', collectorOrgId)) throw forbidden();
        const { name, reporterOrgIds, ...fields } = fieldsOf({
          reporterOrgIds: () => idsOf('reporterOrgIds', input.reporterOrgIds, mostReporters),
          fields: () => reportFieldsOf(input.fields),
          graceHours: () => numberOf('graceHours', input.graceHours ?? usualGraceHours, 0, 72),
          name: () => lineOf('name', input.name, 100),
        });
        await office.orgs.requireActive(tx, 'collectorOrgId', collectorOrgId);
        await office.orgs.requireManyActive(tx, 'reporterOrgIds', reporterOrgIds);
        const laidDown = { ...fields, kind: input.kind, active: input.active ?? true };
        const known = await tx.manager
          .getRepository(ReportingDutyEntity)
          .findOneBy({ ownerOrgId: collectorOrgId, name });
        const duty = known
          ? await tx.update(ReportingDutyEntity, known, laidDown)
          : await tx.insert(
              ReportingDutyEntity,
              blankDuty(foundation, tx, { ...laidDown, ownerOrgId: collectorOrgId, name }),
            );
        await setReporters(foundation, tx, duty.id, reporterOrgIds);
        return { id: duty.id, role: 'OFFICE_DIRECTOR' };
      }),
  };
}

type Laid = Pick<ReportingDuty, 'ownerOrgId' | 'name' | 'kind' | 'fields' | 'graceHours' | 'active'>;

export const blankDuty = ({ kit }: Foundation, tx: Transaction, laid: Laid): ReportingDuty => ({
  ...laid,
  id: kit.ids.next('rpd'),
  version: 1,
  secrecyLevel: 'INTERNAL',
  createdAt: tx.now,
  updatedAt: tx.now,
});

function reportFieldsOf(given: readonly ReportField[]): ReportField[] {
  const fields = eachOf('fields', given, { max: mostFields }, ({ key, label }, path) =>
    fieldsOf({ key: () => keyOf(`${path}.key`, key), label: () => lineOf(`${path}.label`, label, 100) }),
  );
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
