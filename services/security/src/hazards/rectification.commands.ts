import { type EvidenceGiven, evidenceListOf, evidenceOf, type Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  eachOf,
  fieldsOf,
  guardFailed,
  optionalLine,
  optionalText,
  type Request,
  separationOfDuties,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type {
  ApprovePlanInput,
  FixOnSpotInput,
  RecheckHazardInput,
  ReopenHazardInput,
  SubmitPlanInput,
  SubmitRectificationInput,
} from '../generated/graphql.ts';
import { RecheckEntity, RectificationEntity } from './hazard.entity.ts';
import { countRectifications, lastRecheck } from './hazard.repository.ts';
import { generalDays, type HazardCase, majorDays } from './hazard.ts';
import { assertEveryMeasureProved, hazardAccess, rectifyingPersons } from './hazard.workflow.ts';
import { approvePlan, fixOnSpot, recheck, reopen, submitPlan, submitRectification } from './hazard-acts.workflow.ts';
import type { HazardLedger } from './hazard-ledger.commands.ts';
import { partyOf } from './new-hazard.ts';

const lessonOf = (input: { rootCause?: string | null | undefined; preventive?: string | null | undefined }) =>
  fieldsOf({
    rootCause: () => optionalText('rootCause', input.rootCause, 1000),
    preventive: () => optionalText('preventive', input.preventive, 1000),
  });

interface Done {
  readonly onSpot: boolean;
  readonly results: readonly { readonly measure: number | null; readonly evidence: EvidenceGiven }[];
}

/** From the plan to the independent recheck, and back after a relapse. */
export function createRectificationCommands({ kit, office }: Foundation, ledger: HazardLedger) {
  const { calendar } = office;

  async function keepRectification(tx: Transaction, hazard: HazardCase, { onSpot, results }: Done): Promise<void> {
    const given = results.map(({ evidence }) => evidence);
    const kept = await office.files.keep(tx, hazardAccess, hazard, given);
    const byId = tx.request?.viewer.personId ?? '';
    const round = (await countRectifications(tx.manager, hazard.id)) + 1;
    await tx.insert(RectificationEntity, {
      onSpot,
      results: kept.map((evidence, at) => ({ measure: results[at]?.measure ?? null, evidence })),
      id: kit.ids.next('rct'),
      hazardId: hazard.id,
      round,
      byId,
      at: tx.now,
    });
    await office.parties.add(tx, hazard.id, partyOf(byId, 'RECTIFIER'));
  }

  /** Named here, the rechecker has to be somebody whom HAZ-1 lets recheck. */
  async function assertMayRecheck(tx: Transaction, hazard: HazardCase, recheckerId: string): Promise<void> {
    const rechecker = await office.people.requireActive(tx, 'recheckerId', recheckerId);
    if (!rechecker.posts.some(({ roles }) => roles.includes('INSPECTOR'))) {
      throw guardFailed('HAZ-1', { en: 'The rechecker is an INSPECTOR.', zh: '复查人须为检查员。' });
    }
    const { responsibleOrgId } = hazard;
    const ofUnit = rechecker.posts.some(
      ({ orgId }) =>
        orgId !== null && responsibleOrgId !== null && office.orgs.tree.unitsOf(orgId).includes(responsibleOrgId),
    );
    if (rectifyingPersons(hazard).includes(recheckerId) || (hazard.level === 'MAJOR' && ofUnit)) {
      throw separationOfDuties({
        en: 'The rechecker neither rectifies nor, for MAJOR, belongs to the responsible unit.',
        zh: '复查人不得为整改人；重大隐患的复查人不得来自责任单位。',
      });
    }
  }

  async function planOf(tx: Transaction, input: SubmitPlanInput) {
    const { responsibleId, deadline, stopUse = null } = input;
    const fields = fieldsOf({
      measures: () =>
        eachOf('measures', input.measures, { min: 1, max: 20 }, (measure, path) => textOf(path, measure, 500)),
      funds: () => (input.funds == null ? null : fundsOf(input.funds)),
      contingency: () => optionalText('contingency', input.contingency, 2000),
      interimControls: () => optionalText('interimControls', input.interimControls, 2000),
    });
    await office.people.requireActive(tx, 'responsibleId', responsibleId);
    return { ...fields, responsibleId, deadline, stopUse };
  }

  return {
    fixOnSpot: (request: Request, input: FixOnSpotInput) =>
      ledger.act(request, { name: 'fixOnSpot', action: 'FIX_ON_SPOT' }, input, async (hazard, act, tx) => {
        const { before, after, lesson } = fieldsOf({
          before: () => evidenceOf('before', input.before),
          after: () => evidenceOf('after', input.after),
          lesson: () => lessonOf(input),
        });
        const decision = fixOnSpot(hazard, act, lesson);
        const results = [before, after].map((evidence) => ({ measure: null, evidence }));
        await keepRectification(tx, hazard, { onSpot: true, results });
        return decision;
      }),

    submitPlan: (request: Request, input: SubmitPlanInput) =>
      ledger.act(request, { name: 'submitPlan', action: 'SUBMIT_PLAN' }, input, async (hazard, act, tx) => {
        const decision = submitPlan(hazard, act, await planOf(tx, input), calendar.endOf(input.deadline));
        await office.parties.add(tx, hazard.id, partyOf(input.responsibleId, 'RESPONSIBLE'));
        // Handed in again before it is approved: what it was stays in the audit.
        return hazard.plan === null ? decision : { ...decision, was: hazard.plan };
      }),

    approvePlan: (request: Request, input: ApprovePlanInput) =>
      ledger.act(request, { name: 'approvePlan', action: 'APPROVE_PLAN' }, input, async (hazard, act, tx) => {
        await assertMayRecheck(tx, hazard, input.recheckerId);
        const decision = approvePlan(hazard, act, input.recheckerId, calendar.endOf);
        await office.parties.add(tx, hazard.id, partyOf(input.recheckerId, 'RECHECKER'));
        return decision;
      }),

    submitRectification: (request: Request, input: SubmitRectificationInput) =>
      ledger.act(
        request,
        { name: 'submitRectification', action: 'SUBMIT_RECTIFICATION' },
        input,
        async (hazard, act, tx) => {
          const { results, lesson } = fieldsOf({
            results: () =>
              eachOf('results', input.results, { max: 100 }, ({ measure, evidence }, path) => ({
                measure,
                evidence: evidenceOf(`${path}.evidence`, evidence),
              })),
            lesson: () => lessonOf(input),
          });
          assertEveryMeasureProved(
            hazard.plan,
            results.map(({ measure }) => measure),
          );
          const decision = submitRectification(hazard, act, lesson);
          await keepRectification(tx, hazard, { onSpot: false, results });
          return decision;
        },
      ),

    recheck: (request: Request, input: RecheckHazardInput) =>
      ledger.act(
        request,
        { name: 'recheckHazard', action: 'RECHECK', outcome: input.result },
        input,
        async (hazard, act, tx) => {
          const { result } = input;
          const { evidence, findings } = fieldsOf({
            evidence: () => evidenceListOf('evidence', input.evidence),
            findings: () => optionalText('findings', input.findings, 2000),
          });
          if (result === 'PASS' && evidence.length === 0) {
            throw badInput('evidence', { en: 'A pass is proved by evidence.', zh: '复查通过须附佐证。' });
          }
          if (result === 'FAIL' && findings === null) {
            throw badInput('findings', { en: 'A fail says what was found.', zh: '复查不通过须写明问题。' });
          }
          const decision = recheck(hazard, act, result);
          await tx.insert(RecheckEntity, {
            id: kit.ids.next('rck'),
            hazardId: hazard.id,
            round: (await lastRecheck(tx.manager, hazard.id)) + 1,
            byId: act.by ?? '',
            at: tx.now,
            result,
            findings,
            evidence: await office.files.keep(tx, hazardAccess, hazard, evidence),
          });
          return decision;
        },
      ),

    reopen: (request: Request, input: ReopenHazardInput) =>
      ledger.act(request, { name: 'reopenHazard', action: 'REOPEN' }, input, (hazard, act, tx) =>
        reopen(hazard, act, {
          reason: textOf('reason', input.reason, 500),
          dueAt: calendar.addDays(tx.now, hazard.level === 'MAJOR' ? majorDays : generalDays),
        }),
      ),
  };
}

function fundsOf({ amount, source }: { amount: number; source?: string | null | undefined }) {
  if (!Number.isFinite(amount) || amount < 0 || amount > 1e11 || Math.round(amount * 100) / 100 !== amount) {
    throw badInput('funds.amount', { en: 'Yuan and fen, not negative.', zh: '金额须为非负数，精确到分。' });
  }
  return { amount, source: optionalLine('funds.source', source, 200) };
}
