import { type Clock, createClock } from '@chengqi/service-kit';
import { createClient, type Desk, type OfficeClient } from '../client.ts';
import { exportFiles } from '../import/export-files.ts';
import { patient } from '../patient-desk.ts';
import { importerNo } from './county.ts';
import { type HistoryFile, historyOf } from './history.ts';
import { actToday } from './present.ts';

const draftTitle = '下周办公室例会';

/**
 * A fortnight of 云溪县, once: history as its systems would export it, and what people do today by their own acts.
 * An interrupted load goes on: rows and acts that are there already stay.
 */
export async function loadFortnight(
  url: string,
  say: (line: string) => void,
  clock: Clock = createClock('Asia/Shanghai'),
): Promise<string> {
  const client = createClient(url);
  if (await isThere(client)) return 'fortnight of 云溪县 is there';
  const today = clock.today();
  const files = historyOf(today);
  for (const [at, file] of files.entries()) {
    say(`fortnight of 云溪县: ${at + 1} of ${files.length + 1} ${file.name}`);
    await send(patient(client.as(importerNo)), file);
  }
  say(`fortnight of 云溪县: ${files.length + 1} of ${files.length + 1} today's work`);
  await client.settled();
  await actToday((who) => patient(client.as(who)), clock, draftTitle);
  return 'fortnight of 云溪县 loaded';
}

/** Today's last act is what shows that all is there. */
async function isThere(client: OfficeClient): Promise<boolean> {
  const desk = patient(client.as('YX0006'));
  const query = 'query Demo_Fortnight { meetings(where: { state: DRAFT }, first: 20) { nodes { title } } }';
  const { meetings } = await desk.act(query);
  return meetings.nodes.some(({ title }: { title: string }) => title === draftTitle);
}

async function send(importer: Desk, { name, header, rows }: HistoryFile): Promise<void> {
  const mutation = exportFiles.find((file) => file.name === name)?.mutation ?? '';
  const input = {
    ...{ export: 'demo', file: name, header },
    rows: rows.map((row, at) => ({ record: at + 1, line: at + 2, values: header.map((column) => row[column] ?? '') })),
  };
  const answer = await importer.act(
    `mutation Demo_Import($input: ImportInput!) { ${mutation}(input: $input) { rows { key outcome remarks { column reason } } } }`,
    { input },
  );
  for (const { key, outcome, remarks } of answer[mutation].rows) {
    if (outcome === 'ACCEPTED' || outcome === 'NORMALISED') continue;
    throw new Error(`demo: ${name} ${key}: ${outcome} ${JSON.stringify(remarks)}`);
  }
}
