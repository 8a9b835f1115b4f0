import type { Viewer } from '@chengqi/service-kit';
import type { TestOffice } from './office.ts';

export type Row = Readonly<Record<string, string>>;

const columns = {
  'outgoing_documents.csv':
    'draft_no,issuing_org,kind,doc_code,year,serial,doc_number,title,main_recipients,cc_recipients,urgency,level,drafter,reviewer,signer,drafted_at,signed_at,registered_at,issued_at,state,void_reason',
  'incoming_documents.csv':
    'register_no,sender_text,sender_org_code,sender_number,kind,title,urgency,level,received_at,received_by,action,handling_org,co_orgs,proposed_opinion,instruction_no,instruction_leader,instruction_text,instruction_at,instruction_requires_action,due_date,finished_at,state,return_reason,result',
  'circulations.csv': 'circulation_no,register_no,mode,reader_order,reader,sent_at,read_at,state,opinion',
  'deliveries.csv':
    'delivery_no,draft_no,doc_number,recipient_org,sent_at,state,signed_at,signed_by,reject_reason,urged_count',
} as const;
const mutations = {
  'outgoing_documents.csv': 'importOutgoingDocuments',
  'deliveries.csv': 'importDeliveries',
  'incoming_documents.csv': 'importIncomingDocuments',
  'circulations.csv': 'importCirculations',
} as const;
export type LedgerFile = keyof typeof columns;

/** Takes rows of one file of an export, numbered on from call to call, and answers the fate of each in one line. */
export function ledgerTaker(office: TestOffice, name = 'month') {
  let record = 0;
  return async (
    file: LedgerFile,
    rows: readonly Row[],
    as: Viewer = office.people.importer,
    balanceDay: string | null = null,
  ): Promise<string[]> => {
    const header = columns[file].split(',');
    const input = {
      ...{ export: name, file, header, balanceDay },
      rows: rows.map((row) => {
        record += 1;
        return { record, line: record + 1, values: header.map((column) => row[column] ?? '') };
      }),
    };
    const query = `mutation ($input: ImportInput!) {
      ${mutations[file]}(input: $input) { rows { outcome remarks { column reason } } } }`;
    const { data, errors } = await office.ask(query, { input }, as);
    if (errors) return [errors[0].extensions.code];
    return data[mutations[file]].rows.map(
      ({ outcome, remarks }: { outcome: string; remarks: { column: string | null; reason: string }[] }) =>
        [outcome, ...remarks.map(({ column, reason }) => `${column} ${reason}`)].join(' '),
    );
  };
}

/** A document of the ledger, issued to two bureaus. */
export function aDraft({ people }: TestOffice, no: number, changes: Row = {}): Row {
  return {
    ...{ draft_no: `稿2026-${no}`, issuing_org: 'JC01', kind: 'NOTICE', doc_code: '霁政办发', year: '2026' },
    ...{ serial: String(no), doc_number: `霁政办发〔2026〕${no}号`, title: `关于第${no}项工作的通知` },
    ...{ main_recipients: 'JC10;JC11', cc_recipients: 'JC30', urgency: 'NONE', level: 'INTERNAL' },
    ...{ drafter: people.drafter.staffNo ?? '', reviewer: people.reviewer.staffNo ?? '' },
    ...{ signer: people.leader.staffNo ?? '', drafted_at: '2026-09-08 14:39', signed_at: '2026-09-14 14:29' },
    ...{ registered_at: '2026-09-14 14:47', issued_at: '2026-09-14 16:44', state: 'ISSUED' },
    ...changes,
  };
}

/** As `aDraft`, before anybody signed it. */
export const anUnsignedDraft = (office: TestOffice, no: number, changes: Row = {}): Row =>
  aDraft(office, no, {
    ...{ year: '', serial: '', doc_number: '', reviewer: '', signer: '' },
    ...{ signed_at: '', registered_at: '', issued_at: '' },
    ...changes,
  });

/** Its delivery to one bureau, signed for a day later. */
export const aReceipt = (no: number, org: string, changes: Row = {}): Row => ({
  ...{ delivery_no: `稿2026-${no}/${org}`, draft_no: `稿2026-${no}`, doc_number: `霁政办发〔2026〕${no}号` },
  ...{ recipient_org: org, sent_at: '2026-09-14 16:44', state: 'SIGNED', signed_at: '2026-09-15 15:36' },
  ...changes,
});

/** A received document that two bureaus handled in time after a leader had written on it. */
export const anEntry = ({ people }: TestOffice, no: number, changes: Row = {}): Row => ({
  ...{
    register_no: `收2026-${no}`,
    sender_text: '澜江市民政局',
    sender_number: `澜民政函〔2026〕${no}号`,
    kind: 'NOTICE',
  },
  ...{ title: `关于第${no}项检查的通知`, urgency: 'NONE', level: 'INTERNAL', received_at: '2026-09-14 15:38' },
  ...{ received_by: people.registrar.staffNo ?? '', action: 'ACTION', handling_org: 'JC10', co_orgs: 'JC11' },
  ...{ proposed_opinion: '拟请县应急管理局牵头办理。', instruction_no: `批2026-${no}` },
  ...{ instruction_leader: people.leader.staffNo ?? '', instruction_text: '请县应急管理局阅处。' },
  ...{ instruction_at: '2026-09-14 16:09', instruction_requires_action: 'Y', due_date: '2026-09-20' },
  ...{ finished_at: '2026-09-16 16:26', state: 'DONE', result: '已办结。' },
  ...changes,
});

/** As `anEntry`, but only to be read. */
export const aReading = (office: TestOffice, no: number, changes: Row = {}): Row =>
  anEntry(office, no, {
    ...{ action: 'READ_ONLY', handling_org: '', co_orgs: '', proposed_opinion: '', due_date: '', finished_at: '' },
    ...{ instruction_no: '', instruction_leader: '', instruction_text: '', instruction_at: '' },
    ...{ instruction_requires_action: '', state: 'CIRCULATING', result: '' },
    ...changes,
  });

/** Its passage to one reader, who has read it. */
export const aPassage = (no: number, order: number, reader: Viewer, changes: Row = {}): Row => ({
  ...{ circulation_no: `收2026-${no}-${order}`, register_no: `收2026-${no}`, mode: 'SERIAL' },
  ...{ reader_order: String(order), reader: reader.staffNo ?? '', sent_at: '2026-09-15 09:00' },
  ...{ read_at: '2026-09-15 10:00', state: 'READ', opinion: '已阅。' },
  ...changes,
});
