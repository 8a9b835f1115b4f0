import type { OfficeClient } from '@chengqi/stack';

interface Export {
  readonly mutation: string;
  readonly file: string;
  readonly header: string;
  readonly rows: readonly string[];
}

/** Kinds of things that only history brings: two units of each. */
const exports: readonly Export[] = [
  {
    mutation: 'importDisputes',
    file: 'disputes.csv',
    header:
      'dispute_code,kind,regime,applicants_count,respondent_org,opened_at,mediator,mediation_due,state,closed_at,claim',
    rows: [
      '调2026-1,PAY,LABOUR,11,YX04,2026-09-14 09:43,YX0029,2026-09-29,MEDIATING,,要求补发加班工资差额',
      '调2026-2,SOCIAL_INSURANCE,LABOUR,1,YX05,2026-09-14 10:32,YX0029,2026-09-29,MEDIATING,,要求补缴社会保险',
    ],
  },
  {
    mutation: 'importSurveyResults',
    file: 'survey_results.csv',
    header: 'survey_no,group,org_code,period,n,index,closed_on',
    rows: ['DC-1,PUBLIC,YX04,2026-Q3,414,86.6,2026-10-12', 'DC-2,STAFF,YX05,2026-Q3,24,81.0,2026-10-12'],
  },
  {
    mutation: 'importInspections',
    file: 'inspections.csv',
    header: 'task_no,site_code,kind,template,inspectors,due_date,started_at,finished_at,score,state',
    rows: [
      'AJ-1,YXS3,PATROL,消防安全检查表,YX0019;YX0020,2026-09-14,2026-09-14 15:37,2026-09-14 17:10,72,CLOSED',
      'AJ-2,YXS5,ROUTINE,日常巡查表,YX0019,2026-09-14,2026-09-14 15:02,2026-09-14 15:50,78,CLOSED',
    ],
  },
  {
    mutation: 'importFindings',
    file: 'findings.csv',
    header: 'finding_no,task_no,item_key,text,level,fixed_on_spot,hazard_code',
    rows: ['AJ-1-1,AJ-1,ELECTRIC-1,私拉电线,GENERAL,N,', 'AJ-2-1,AJ-2,FIRE-2,防火门未关,GENERAL,Y,'],
  },
];

/** @throws Error where a row is not taken as it stands */
export async function importHistory(client: OfficeClient): Promise<void> {
  for (const { mutation, file, header, rows } of exports) {
    const input = {
      ...{ export: 'history', file, header: header.split(',') },
      rows: rows.map((line, at) => ({ record: at + 1, line: at + 2, values: line.split(',') })),
    };
    const text = `mutation ($input: ImportInput!) { ${mutation}(input: $input) { rows { outcome remarks { column reason } } } }`;
    const data = await client.as('admin').act(text, { input });
    const failed = data[mutation].rows.find(({ outcome }: { outcome: string }) => outcome !== 'ACCEPTED');
    if (failed) throw new Error(`${file}: ${JSON.stringify(data[mutation].rows)}`);
  }
}
