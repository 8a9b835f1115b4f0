import { cell, defineImport, type Foundation, type ImportVerdict } from '@chengqi/office-kernel';
import { duplicate } from '@chengqi/service-kit';
import { CallNoteEntity } from './call.entity.ts';
import { classifications, legCauses } from './call.ts';
import type { CallLedger } from './call-ledger.commands.ts';
import type { LegFault } from './leg-faults.ts';
import { type Legs, type NewLeg, touchedBy } from './legs.commands.ts';

/** A number, or the name of a mailbox; on the way out it is a caller's. */
const privateNumber = { ...cell.code({ max: 40 }), privacy: 'private' as const };

/** Gathered from the rows of one batch, stored and worked out once after them. */
type Memo = <T>(key: string, load: () => Promise<T>) => Promise<T>;

const waitingLegs = (memo: Memo): Promise<NewLeg[]> => memo('legs', async () => []);
const notedCalls = (memo: Memo): Promise<Set<string>> => memo('calls', async () => new Set());

/** calls_cdr.csv: the exchange's records; a record whose times cannot be is kept aside. */
export const createLegImport = (legs: Legs, ledger: CallLedger) =>
  defineImport({
    act: 'importCallsCdr',
    kind: 'fact',
    key: 'cdr_no',
    cells: {
      cdr_no: cell.key(),
      call_ref: cell.code({ required: true }),
      line_no: cell.code({ required: true, max: 40 }),
      direction: cell.enumeration(['IN', 'OUT'], { required: true }),
      caller_number: cell.phone(),
      called_number: privateNumber,
      hop: cell.int({ required: true, min: 1, max: 4 }),
      ring_at: cell.instant({ required: true, precision: 'second' }),
      answer_at: cell.instant({ precision: 'second' }),
      end_at: cell.instant({ required: true, precision: 'second' }),
      cause: cell.enumeration(legCauses, { required: true }),
    },
    async apply(tx, row, { memo }) {
      const leg: NewLeg = {
        cdrNo: row.cdr_no,
        callRef: row.call_ref,
        lineNo: row.line_no,
        direction: row.direction,
        phone: row.direction === 'IN' ? row.caller_number : row.called_number,
        hop: row.hop,
        ringAt: row.ring_at,
        answerAt: row.answer_at,
        endAt: row.end_at,
        cause: row.cause,
      };
      const waiting = await waitingLegs(memo);
      const fault = await legs.fault(tx, leg, waiting);
      if (fault) return verdict(fault);
      waiting.push(leg);
      return undefined;
    },
    async finish(tx, { memo }) {
      await ledger.settle(tx, touchedBy(await legs.storeAll(tx, await waitingLegs(memo))));
    },
  });

const verdict = ({ code, field, text }: LegFault): ImportVerdict => ({
  outcome: code === 'DUPLICATE' ? 'REJECTED' : 'QUARANTINED',
  column: field,
  reason: `${code}: ${text.en}`,
});

/** call_notes.csv: what officers wrote down; a note may come before its call. */
export const createCallNoteImport = ({ kit }: Foundation, ledger: CallLedger) =>
  defineImport({
    act: 'importCallNotes',
    kind: 'fact',
    key: 'note_no',
    cells: {
      note_no: cell.key(),
      call_ref: cell.code({ required: true }),
      officer: cell.person(),
      noted_at: cell.instant({ required: true }),
      classification: cell.enumeration(classifications, { required: true }),
      urgent: cell.yesNo({ required: true }),
      summary: cell.text({ max: 2000 }),
      case_code: cell.code(),
      spam_approved_by: cell.person(),
    },
    async apply(tx, row, { memo }) {
      const taken = await tx.manager
        .getRepository(CallNoteEntity)
        .findOneBy({ noteNo: row.note_no, callRef: row.call_ref });
      if (taken) throw duplicate(taken.id, { en: 'This note is stored already.', zh: '该来电记录已存在。' });
      await tx.insert(CallNoteEntity, {
        id: kit.ids.next('cno'),
        noteNo: row.note_no,
        callRef: row.call_ref,
        officerId: row.officer,
        notedAt: row.noted_at,
        classification: row.classification,
        urgent: row.urgent,
        summary: row.summary,
        noticeFrom: null,
        readBack: null,
        caseCode: row.case_code,
        spamApprovedById: row.spam_approved_by,
      });
      (await notedCalls(memo)).add(row.call_ref);
      return undefined;
    },
    async finish(tx, { memo }) {
      await ledger.settle(tx, { callRefs: await notedCalls(memo) });
    },
  });
