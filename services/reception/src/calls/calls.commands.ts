import { type ActOn, cell, codeOf, type Foundation, optionalCode } from '@chengqi/office-kernel';
import {
  badInput,
  eachOf,
  fieldsOf,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type {
  ApproveSpamCallInput,
  CallLegInput,
  ClassifyCallInput,
  ImportCdrInput,
  LogCallInput,
} from '../generated/graphql.ts';
import { CallEntity, CallNoteEntity, LegBatchEntity } from './call.entity.ts';
import { incidentEvent } from './call.events.ts';
import { findNotes } from './call.repository.ts';
import type { Call, CallNote, CallState } from './call.ts';
import { type CallAction, type CallCase, callAccess, spamNote } from './call.workflow.ts';
import type { CallLedger } from './call-ledger.commands.ts';
import { type Legs, type NewLeg, touchedBy } from './legs.commands.ts';

const recorders = ['DUTY_OFFICER', 'WINDOW'] as const;
const mostLegs = 500;

type Words = Pick<CallNote, 'classification' | 'urgent' | 'summary' | 'caseCode' | 'noticeFrom' | 'readBack'>;
const noNotice = { noticeFrom: null, readBack: null };

/** What the exchange tells, and what officers and leaders say of a call. */
export function createCallCommands({ kit, office }: Foundation, legs: Legs, ledger: CallLedger) {
  /** What an act adds is stored by `write`; where the call stands then follows from its records and notes. */
  const act = (
    request: Request,
    name: string,
    input: ActOn<Call, CallCase, CallState, CallAction>['input'] & { readonly callId: string },
    action: CallAction,
    write: (call: CallCase, by: string | null, tx: Transaction) => Promise<CallNote | null>,
  ) =>
    office.act(
      {
        ...{ request, name, input, action, id: input.callId },
        ...{ entity: CallEntity, access: callAccess },
        subject: async (call, tx) => ({ ...call, notes: await findNotes(tx.manager, [call.callRef]) }),
      },
      async (call, { by }, tx, row) => {
        await tx.update(CallEntity, row, {});
        const written = await write(call, by, tx);
        await ledger.settle(tx, { callRefs: [call.callRef] });
        const reports = written?.classification === 'REPORT_INCIDENT' ? [incidentEvent(call, written)] : [];
        return { changes: null, events: reports };
      },
    );

  const note = (tx: Transaction, officerId: string | null, { callRef }: Call, words: Words) =>
    tx.insert<CallNote>(CallNoteEntity, {
      ...words,
      id: kit.ids.next('cno'),
      noteNo: null,
      callRef,
      officerId,
      notedAt: tx.now,
      spamApprovedById: null,
    });

  /** Telephone numbers in free text are masked before anything is stored. */
  function masked(field: string, text: string): string {
    const read = summaryCell.clean(textOf(field, text, 2000), kit.clock.zone);
    if (!('value' in read)) throw badInput(field, { en: read.reason, zh: '内容无法保存。' });
    return read.value;
  }

  async function record(tx: Transaction, request: Request, input: ImportCdrInput) {
    const collects = request.actor.holds('IMPORTER', null);
    const answersFor = (orgId: string) => collects || recorders.some((role) => request.actor.holds(role, orgId));
    const given = eachOf('legs', input.legs, { min: 1, max: mostLegs }, legOf);
    const { stored, refused } = await legs.take(tx, given, answersFor);
    const touched = touchedBy(stored);
    const resettled = await ledger.settle(tx, touched);
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
      resettled: resettled.map(({ before, after }) => ({ callId: after.id, from: before.outcome, to: after.outcome })),
    });
    return { id: batch.id, role: ['IMPORTER', ...recorders].find((role) => request.actor.holds(role, null)) ?? null };
  }

  return {
    importCdr: (request: Request, input: ImportCdrInput) =>
      office.execute(request, 'importCdr', input, (tx) => record(tx, request, input)),
    logCall: (request: Request, input: LogCallInput) =>
      act(request, 'logCall', input, 'LOG', (call, by, tx) =>
        note(tx, by, call, {
          classification: input.classification,
          urgent: input.urgent ?? false,
          ...fieldsOf({
            summary: () => masked('summary', input.summary),
            caseCode: () => optionalCode('caseCode', input.caseCode, 64),
            noticeFrom: () => noticeFromOf(input),
          }),
          readBack: input.notice?.readBack ?? null,
        }),
      ),

    classifyCall: (request: Request, input: ClassifyCallInput) =>
      act(request, 'classifyCall', input, 'CLASSIFY', (call, by, tx) => {
        const { classification } = input;
        if (classification === 'OFFICIAL_NOTICE') throw noticeMissing('classification');
        const words = { classification, urgent: input.urgent ?? false, summary: null, caseCode: null };
        return note(tx, by, call, { ...words, ...noNotice });
      }),

    approveSpamCall: (request: Request, input: ApproveSpamCallInput) =>
      act(request, 'approveSpamCall', input, 'APPROVE_SPAM', async (call, spamApprovedById, tx) => {
        const found = spamNote(call);
        if (found) await tx.manager.getRepository(CallNoteEntity).update({ id: found.id }, { spamApprovedById });
        return null;
      }),
  };
}

/** An official notice names the unit that gives it; nothing else does. */
function noticeFromOf({ classification, notice = null }: LogCallInput): string | null {
  if (classification === 'OFFICIAL_NOTICE' && notice === null) throw noticeMissing('notice');
  if (classification === 'OFFICIAL_NOTICE') return lineOf('notice.fromOrg', notice?.fromOrg, 100);
  if (notice === null) return null;
  throw badInput('notice', { en: 'Only of an OFFICIAL_NOTICE.', zh: '仅公务电话通知填写通知单位和复诵情况。' });
}

const noticeMissing = (field: string) =>
  badInput(field, {
    en: 'An official notice is logged with who gave it and whether it was read back.',
    zh: '公务电话通知须登记通知单位并注明是否复诵。',
  });

const summaryCell = cell.text({ required: true, max: 2000 });

const legOf = (input: CallLegInput, path: string): NewLeg => {
  const phoneField = input.direction === 'IN' ? 'callerNumber' : 'calledNumber';
  return {
    ...fieldsOf({
      cdrNo: () => codeOf(`${path}.cdrNo`, input.cdrNo, 64),
      callRef: () => codeOf(`${path}.callRef`, input.callRef, 64),
      lineNo: () => codeOf(`${path}.lineNo`, input.lineNo, 40),
      phone: () => phoneOf(`${path}.${phoneField}`, input[phoneField]),
      hop: () => numberOf(`${path}.hop`, input.hop, 1, 4),
    }),
    direction: input.direction,
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
