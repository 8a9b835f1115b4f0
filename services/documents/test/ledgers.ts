import type { Viewer } from '@chengqi/service-kit';
import type { TestOffice } from './office.ts';

export type Row = Readonly<Record<string, string>>;

const columns = {
  'outgoing_documents.csv':
    'draft_no,issuing_org,kind,doc_code,year,serial,doc_number,title,main_recipients,cc_recipients,urgency,level,drafter,reviewer,signer,drafted_at,signed_at,registered_at,issued_at,state,void_reason',
  'deliveries.csv':
    'delivery_no,draft_no,doc_number,recipient_org,sent_at,state,signed_at,signed_by,reject_reason,urged_count',
} as const;
const mutations = {
  'outgoing_documents.csv': 'importOutgoingDocuments',
  'deliveries.csv': 'importDeliveries',
} as const;
export type LedgerFile = keyof typeof columns;

/** Takes rows of one file of an export, numbered on from call to call, and answers the fate of each in one line. */
export function ledgerTaker(office: TestOffice, name = 'month') {
  let record = 0;
  return async (file: LedgerFile, rows: readonly Row[], as: Viewer = office.people.importer): Promise<string[]> => {
    const header = columns[file].split(',');
    const input = {
      ...{ export: name, file, header },
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
