import { loadOperations } from '@chengqi/schemas';
import type { Data } from '../../client.ts';
import { type Ask, type Asked, everyPage } from './asking.ts';

const chainsQuery = `query Import_Chains($orgId: ID!, $after: String) {
  completeChains(orgId: $orgId, first: 100, after: $after) {
    nodes { meetingNo resolutionCode itemCode hazardCode itemArchivalCode hazardArchivalCode }
    pageInfo { hasNextPage endCursor }
  }
}`;

const meetingsQuery = `query Import_Meetings($after: String) {
  meetings(first: 100, after: $after) { nodes { id meetingNo } pageInfo { hasNextPage endCursor } }
}`;

const rechecksQuery = `query Import_Rechecks($orgId: ID!, $codes: [String!]!) {
  passedRechecks(orgId: $orgId, hazardCodes: $codes) { hazardCode recheckNo }
}`;

/**
 * Chains from a resolution to both records, by the number of the item: read through the flagship, meeting by meeting,
 * by people of whom one alone may not see the whole; where nobody may read, as the lineage counts them.
 */
export async function askCompleteChains(asked: Asked, meetingNos: ReadonlySet<string> = new Set()) {
  const { ask, readers = [], orgId } = asked;
  const seen = new Map<string, Data>();
  for (const read of readers)
    for (const chain of await chainsOfMeetings(read, meetingNos))
      seen.set(`${chain.itemCode} ${chain.hazardCode}`, chain);
  const chains = readers.length > 0 ? [...seen.values()] : await countedChains(asked);
  const codes = chains.map(({ hazardCode }) => hazardCode as string);
  const { passedRechecks } = codes.length > 0 ? await ask(rechecksQuery, { orgId, codes }) : { passedRechecks: [] };
  const recheckOf = new Map(passedRechecks.map(({ hazardCode, recheckNo }: Data) => [hazardCode, recheckNo]));
  return chains
    .map((chain) => ({
      meeting_no: chain.meetingNo,
      resolution: chain.resolutionCode,
      item: chain.itemCode as string,
      hazard: chain.hazardCode,
      recheck: recheckOf.get(chain.hazardCode) ?? null,
      item_archival_code: chain.itemArchivalCode,
      hazard_archival_code: chain.hazardArchivalCode,
    }))
    .toSorted((a, b) => serialOf(a.item) - serialOf(b.item));
}

const countedChains = ({ ask, orgId }: Asked): Promise<Data[]> =>
  everyPage(ask, chainsQuery, { orgId }, ({ completeChains }) => completeChains);

async function chainsOfMeetings(read: Ask, meetingNos: ReadonlySet<string>): Promise<Data[]> {
  const flagship = loadOperations('office').ClosedLoop ?? '';
  const meetings = await everyPage(read, meetingsQuery, {}, (data) => data.meetings);
  const chains: Data[] = [];
  for (const { id, meetingNo } of meetings.filter((each) => meetingNos.has(each.meetingNo))) {
    const { meeting } = await read(flagship, { meeting: id });
    for (const resolution of meeting?.resolutions ?? []) chains.push(...chainsOf(meetingNo, resolution));
  }
  return chains;
}

/** Struck off and filed, with a hazard that passed its recheck, is closed and filed. */
function chainsOf(meetingNo: string, { code: resolutionCode, supervisionItem: item }: Data): Data[] {
  if (!item?.archiveRecord || !['STRUCK_OFF', 'FILED'].includes(item.state)) return [];
  return item.hazards
    .map(({ hazard }: Data) => hazard)
    .filter((hazard: Data) => hazard?.state === 'CLOSED' && hazard.archiveRecord !== null)
    .filter((hazard: Data) => hazard.rechecks.some(({ result }: Data) => result === 'PASS'))
    .map((hazard: Data) => ({
      ...{ meetingNo, resolutionCode, itemCode: item.code, hazardCode: hazard.code },
      itemArchivalCode: item.archiveRecord.archivalCode,
      hazardArchivalCode: hazard.archiveRecord.archivalCode,
    }));
}

const serialOf = (code: string): number => Number(/(\d+)号$/.exec(code)?.[1] ?? 0);
