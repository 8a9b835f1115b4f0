import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  fieldsOf,
  forbidden,
  idsOf,
  lineOf,
  type Request,
  refusal,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { EndCoverageExpectationInput, ExpectCoverageInput, ExplainGapInput } from '../generated/graphql.ts';
import { ReportingDutyEntity } from '../reporting/reporting.entity.ts';
import { dutyAccess } from '../reporting/submission.workflow.ts';
import { CoverageExpectationEntity, CoverageGapEntity, CoverageUnitEntity } from './gap.entity.ts';
import { type CoverageExpectation, mostExpectations, mostUnits } from './gap.ts';
import { expectationAccess, expectationMakers, explainGap, gapAccess } from './gap.workflow.ts';
import { createRounds } from './rounds.commands.ts';

/** Saying what is expected of whom, and why it did not come. */
export function createGapCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const rounds = createRounds(foundation);

  /** Reports are expected as their duty has them; nothing else has a duty. */
  async function dutyOf(tx: Transaction, request: Request, { kind, dutyId, period }: ExpectCoverageInput) {
    if ((kind === 'REPORT') !== (dutyId != null))
      throw badInput('dutyId', {
        en: 'Reports are expected of a duty, nothing else is.',
        zh: '仅报送类须指定报送制度。',
      });
    if (dutyId == null) return null;
    const duty = await office.require(tx, request, ReportingDutyEntity, dutyId, dutyAccess);
    if (duty.kind !== period)
      throw badInput('period', { en: 'The duty has other periods.', zh: '周期与报送制度不一致。' });
    return duty.id;
  }

  async function unitsOf(tx: Transaction, { kind, orgIds, ownerOrgId }: ExpectCoverageInput): Promise<string[] | null> {
    if (orgIds == null) return null;
    if (kind === 'REPORT' || kind === 'INSPECTION')
      throw badInput('orgIds', {
        en: 'The units follow from the duty, or from the key places.',
        zh: '该类单位由报送制度或要害部位确定。',
      });
    const ids = idsOf('orgIds', orgIds, mostUnits);
    if (ids.length === 0) throw badInput('orgIds', { en: 'Name a unit, or leave it out.', zh: '请指定单位或不填。' });
    await office.orgs.requireManyActive(tx, 'orgIds', ids);
    if (ids.some((orgId) => !office.orgs.tree.lineOf(orgId).includes(ownerOrgId)))
      throw badInput('orgIds', { en: 'Not of the own line.', zh: '须为本单位及下级单位。' });
    return ids;
  }

  return {
    expectCoverage: (request: Request, input: ExpectCoverageInput) =>
      office.create({ request, name: 'expectCoverage', input, entity: CoverageExpectationEntity }, async (tx) => {
        const { ownerOrgId, kind, period } = input;
        const maker = expectationMakers.find((role) => request.actor.holds(role, ownerOrgId));
        if (!maker) throw forbidden();
        const { name } = fieldsOf({ name: () => lineOf('name', input.name, 100) });
        await office.orgs.requireActive(tx, 'ownerOrgId', ownerOrgId);
        const dutyId = await dutyOf(tx, request, input);
        const units = await unitsOf(tx, input);
        const of = tx.manager.getRepository(CoverageExpectationEntity);
        if ((await of.countBy({ ownerOrgId, status: 'ACTIVE' })) >= mostExpectations)
          throw refusal('LIMIT_EXCEEDED', {
            en: `At most ${mostExpectations} expectations of one organisation.`,
            zh: `每个单位最多 ${mostExpectations} 项要求。`,
          });
        const id = kit.ids.next('cve');
        const row: CoverageExpectation = {
          ...{ id, status: 'ACTIVE', version: 1, ownerOrgId, secrecyLevel: 'INTERNAL', name, kind, period, dutyId },
          ...{ createdAt: tx.now, updatedAt: tx.now, named: units !== null, nextPeriod: null, closesAt: null },
        };
        if (units)
          await tx.manager
            .getRepository(CoverageUnitEntity)
            .insert(units.map((orgId) => ({ expectationId: id, orgId })));
        return { row: { ...row, ...(await rounds.first(tx, row)) }, events: [], role: maker };
      }),

    endCoverageExpectation: (request: Request, input: EndCoverageExpectationInput) =>
      office.act(
        {
          ...{ request, name: 'endCoverageExpectation', input, id: input.expectationId },
          ...{ entity: CoverageExpectationEntity, access: expectationAccess, action: 'END' },
        },
        (_, { to }) => ({ changes: { status: to, nextPeriod: null, closesAt: null }, events: [] }),
      ),

    explainGap: (request: Request, input: ExplainGapInput) =>
      office.act(
        {
          ...{ request, name: 'explainGap', input, id: input.gapId },
          ...{ entity: CoverageGapEntity, access: gapAccess, action: 'EXPLAIN' },
        },
        (found, act) => explainGap(found, act, textOf('reason', input.reason, 500)),
      ),
  };
}
