import type { Data } from '../client.ts';
import type { Cast } from './cast.ts';
import type { Decision, Parts } from './meeting.ts';
import type { PatientClient as Client } from './patient-client.ts';
import type { Stage } from './stage.ts';

/** From the signed minutes to the issued, delivered and filed document. */
export async function issueMinutes(
  stage: Stage,
  client: Client,
  cast: Cast,
  parts: Parts,
  minutesId: string,
): Promise<void> {
  const { office, director, secretary } = parts;
  const registrar = cast.find('REGISTRAR', { over: office, not: [director, secretary] });
  const archivist = cast.find('ARCHIVIST', { over: office });
  const document = await stage.until('the signed minutes are with the registrars', async () => {
    // The secretary drafted it and may read both; above INTERNAL the registrar sees the document alone.
    const { documents } = await client.run(
      secretary.staffNo,
      'query ($org: ID!) { documents(where: { kind: MINUTES, org: $org }, first: 100) { nodes { id state origin { ... on Minutes { id } } } } }',
      { org: office.id },
    );
    return documents.nodes.find(({ origin }: Data) => origin?.id === minutesId);
  });
  const of = { documentId: document.id };
  await stage.refused(registrar, 'registers it before the recheck', 'registerOutgoing', of, ['ILLEGAL_TRANSITION']);
  await stage.act(registrar, 'rechecks it', 'recheckDocument', { ...of, result: 'PASS' }, '__typename');
  const registered = await stage.act(registrar, 'registers it', 'registerOutgoing', of, 'document { docNumber }');
  stage.say(`      ${registered.document.docNumber}`);
  await stage.act(registrar, 'has it printed', 'sealAndPrint', { ...of, copies: 30 }, '__typename');
  await stage.act(registrar, 'issues it', 'issueDocument', of, '__typename');
  const { deliveries } = await client.run(
    registrar.staffNo,
    'query ($id: ID!) { deliveries(documentId: $id) { id org { id } } }',
    { id: document.id },
  );
  for (const { id, org } of deliveries) {
    const receiver = cast.find('REGISTRAR', { over: cast.org(org.id), inside: cast.org(org.id) });
    await stage.act(receiver, `signs for ${cast.org(org.id).name}`, 'signDelivery', { deliveryId: id }, '__typename');
  }
  await stage.until('the document is closed', async () => {
    const data = await client.run(registrar.staffNo, 'query ($id: ID!) { document(id: $id) { state } }', {
      id: document.id,
    });
    return data.document?.state === 'CLOSED';
  });
  await stage.act(archivist, 'files it', 'fileDocument', { ...of, retention: 'D30', orgSegment: 'BGS' }, '__typename');
}

/** Catalogues the records that the struck-off item and the closed hazard left. */
export async function catalogueRecords(
  stage: Stage,
  client: Client,
  cast: Cast,
  parts: Parts,
  sources: readonly string[],
): Promise<void> {
  const archivist = cast.find('ARCHIVIST', { over: parts.office });
  for (const source of sources) {
    const record = await stage.until('its record waits in the archive', async () =>
      (await preFiled(client, archivist.staffNo)).find((candidate) => isRecordOf(candidate, source)),
    );
    const input = { recordId: record.id, retention: 'D30', orgSegment: 'DCS' };
    const catalogued = await stage.act(
      archivist,
      'catalogues the record',
      'catalogRecord',
      input,
      'archiveRecord { archivalCode }',
    );
    stage.say(`      ${catalogued.archiveRecord.archivalCode}`);
  }
}

async function preFiled(client: Client, staffNo: string): Promise<Data[]> {
  const data = await client.run(
    staffNo,
    `{ archiveRecords(where: { state: PRE_FILED }, first: 100) {
         nodes { id secrecyLevel source { ... on SupervisionItem { id } ... on Hazard { id } } } } }`,
  );
  return data.archiveRecords.nodes;
}

/** Above INTERNAL the archivist is not told of what a record is; only the records of this loop are up there. */
const isRecordOf = ({ source, secrecyLevel }: Data, id: string): boolean =>
  source === null ? !['PUBLIC', 'INTERNAL'].includes(secrecyLevel) : source.id === id;

/** The flagship query's data; any error in it is a failure here. */
export async function readChain(
  client: Client,
  staffNo: string,
  query: string,
  { meetingId }: Decision,
): Promise<Data> {
  const { data, errors } = await client.ask(staffNo, query, { meeting: meetingId });
  if (errors?.length)
    throw new Error(
      `the flagship query answered ${errors.map(({ extensions, message }) => `${extensions?.code} ${message}`).join('; ')}`,
    );
  return data;
}
