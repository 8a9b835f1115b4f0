import { cell } from '@chengqi/office-kernel';
import { badInput, lineOf, numberOf, optionalLine, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  ApproveSpamCallInput,
  CallLegInput,
  ClassifyCallInput,
  LogCallInput,
  RecordCallLegsInput,
} from '../generated/graphql.ts';
import { CallEntity, CallNoteEntity, LegBatchEntity } from './call.entity.ts';
import { findNotes } from './call.repository.ts';
import type { Call, CallNote } from './call.ts';
import { type CallAction, callWorkflow, spamNote } from './call.workflow.ts';
import type { CallLedger } from './call-ledger.ts';
import { type Legs, type NewLeg, touchedBy } from './legs.ts';

export type CallCommands = ReturnType<typeof createCallCommands>;

export const callReading = { type: 'Call', roles: [...callWorkflow.roles, 'CASE_OFFICER', 'ORG_HEAD', 'SUPERVISOR'] };

const recorders = ['DUTY_OFFICER', 'WINDOW'] as const;
const mostLegs = 500;

interface CallInput {
  readonly callId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}
type Words = Pick<CallNote, 'classification' | 'urgent' | 'summary' | 'caseCode'>;

/** What the exchange tells, and what officers and leaders say of a call. */
export function createCallCommands({ kit, office }: Foundation, legs: Legs, ledger: CallLedger) {
  const act = (
    request: Request,
    name: string,
    action: CallAction,
    input: CallInput,
    work: (tx: Transaction, call: Call, notes: readonly CallNote[]) => Promise<void>,
  ) =>
    office.execute(request, name, input, async (tx) => {
      const call = await office.require(tx, request, CallEntity, input.callId, callReading);
      const notes = await findNotes(tx.manager, [call.callRef]);
      const expectedVersion = input.expectedVersion ?? null;
      callWorkflow.permit(request.actor, { ...call, notes }, action, { expectedVersion });
      await tx.update(CallEntity, call, {});
      await work(tx, call, notes);
      await ledger.settle(tx, { callRefs: [call.callRef] });
      return call.id;
    });

  const note = async (tx: Transaction, request: Request, { callRef }: Call, words: Words): Promise<void> => {
    await tx.insert<CallNote>(CallNoteEntity, {
      ...words,
      id: kit.ids.next('cno'),
      noteNo: null,
      callRef,
      officerId: request.viewer.personId,
      notedAt: tx.now,
      spamApprovedById: null,
    });
  };

  /** Telephone numbers in free text are masked before anything is stored. */
  function masked(field: string, text: string): string {
    const read = summaryCell.clean(textOf(field, text, 2000), kit.clock.zone);
    if (!('value' in read)) throw badInput(field, { en: read.reason, zh: '内容无法保存。' });
    return read.value;
  }

  async function record(tx: Transaction, request: Request, input: RecordCallLegsInput): Promise<string> {
    const collects = request.actor.holds('IMPORTER', null);
    const answersFor = (orgId: string) => collects || recorders.some((role) => request.actor.holds(role, orgId));
    numberOf('legs', input.legs.length, 1, mostLegs);
    const { stored, refused } = await legs.take(tx, input.legs.map(legOf), answersFor);
    const touched = touchedBy(stored);
    await ledger.settle(tx, touched);
    const batch = await tx.insert(LegBatchEntity, {
      id: kit.ids.next('clb'),
      at: tx.now,
      recorded: stored.length,
      callRefs: [...new Set(touched.callRefs)],
      refused: refused.map(({ leg, fault }) => ({
        cdrNo: leg.cdrNo,
        code: fault.code,
        reason: fault.text[request.language],
      })),
    });
    return batch.id;
  }

  return {
    allowedActions: (request: Request, call: Call, notes: readonly CallNote[]) =>
      callWorkflow.allowedActions(request.actor, { ...call, notes }),
    recordCallLegs: (request: Request, input: RecordCallLegsInput) =>
      office.execute(request, 'recordCallLegs', input, (tx) => record(tx, request, input)),
    logCall(request: Request, input: LogCallInput) {
      const words: Words = {
        classification: input.classification,
        urgent: input.urgent ?? false,
        summary: masked('summary', input.summary),
        caseCode: optionalLine('caseCode', input.caseCode, 64),
      };
      return act(request, 'logCall', 'LOG', input, (tx, call) => note(tx, request, call, words));
    },
    classifyCall(request: Request, input: ClassifyCallInput) {
      const { classification } = input;
      const words: Words = { classification, urgent: input.urgent ?? false, summary: null, caseCode: null };
      return act(request, 'classifyCall', 'CLASSIFY', input, (tx, call) => note(tx, request, call, words));
    },
    approveSpamCall: (request: Request, input: ApproveSpamCallInput) =>
      act(request, 'approveSpamCall', 'APPROVE_SPAM', input, async (tx, call, notes) => {
        const found = spamNote({ ...call, notes });
        const spamApprovedById = request.viewer.personId;
        if (found) await tx.manager.getRepository(CallNoteEntity).update({ id: found.id }, { spamApprovedById });
      }),
  };
}

const summaryCell = cell.text({ required: true, max: 2000 });

const legOf = (input: CallLegInput, index: number): NewLeg => {
  const field = (name: string) => `legs.${index}.${name}`;
  const phone = input.direction === 'IN' ? input.callerNumber : input.calledNumber;
  return {
    cdrNo: lineOf(field('cdrNo'), input.cdrNo, 64),
    callRef: lineOf(field('callRef'), input.callRef, 64),
    lineNo: lineOf(field('lineNo'), input.lineNo, 40),
    direction: input.direction,
    phone: phoneOf(field('callerNumber'), phone),
    hop: numberOf(field('hop'), input.hop, 1, 4),
    ringAt: input.ringAt,
    answerAt: input.answerAt ?? null,
    endAt: input.endAt,
    cause: input.cause,
  };
};

function phoneOf(field: string, phone: string | null | undefined): string | null {
  const given = optionalLine(field, phone, 40);
  if (given === null) return null;
  if (!/^\+?[\d\s()-]{3,}$/.test(given)) throw badInput(field, { en: 'No telephone number.', zh: '不是电话号码。' });
  return given;
}
