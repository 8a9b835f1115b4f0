import type { Data } from '../../client.ts';
import { type Asked, everyPage } from './asking.ts';

const chainsQuery = `query Import_Chains($orgId: ID!, $after: String) {
  completeChains(orgId: $orgId, first: 100, after: $after) {
    nodes { meetingNo resolutionCode itemCode hazardCode itemArchivalCode hazardArchivalCode }
    pageInfo { hasNextPage endCursor }
  }
}`;

const rechecksQuery = `query Import_Rechecks($orgId: ID!, $codes: [String!]!) {
  passedRechecks(orgId: $orgId, hazardCodes: $codes) { hazardCode recheckNo }
}`;

/** Chains from a resolution to both records, by the number of the item. */
export async function askCompleteChains({ ask, orgId }: Asked) {
  const chains = await everyPage(ask, chainsQuery, { orgId }, ({ completeChains }) => completeChains);
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

const serialOf = (code: string): number => Number(/(\d+)号$/.exec(code)?.[1] ?? 0);
