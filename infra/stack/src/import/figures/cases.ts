import type { Data } from '../../client.ts';
import { type Asked, byKey, everyPage, share } from './asking.ts';

const boardQuery = `query Import_CaseBoard($orgId: ID!, $asOf: DateTime) {
  caseBoard(orgId: $orgId, asOf: $asOf) {
    byKindState { kind state count } secondSupplements
    oneTripService { numerator denominator } hotlineOnTime { numerator denominator }
  }
}`;

const petitionsQuery = `query Import_Petitions($orgId: ID!, $asOf: DateTime, $after: String) {
  petitionClocks(orgId: $orgId, asOf: $asOf, first: 100, after: $after) {
    nodes {
      code registeredOn noticeDueOn acceptedOn finishDueOn extendedFinishDueOn transferredOn objectionDueOn noticeState
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** What became of the cases; of accusations counts alone. */
export async function askCases({ ask, orgId, asOf }: Asked) {
  const { caseBoard: board } = await ask(boardQuery, { orgId, asOf });
  return {
    by_kind_state: byKey(board.byKindState.map(({ kind, state, count }: Data) => [`${kind}/${state}`, count] as const)),
    one_trip_service: share(board.oneTripService),
    hotline_on_time: share(board.hotlineOnTime),
    second_supplements: board.secondSupplements.toSorted(),
  };
}

/** The statutory clocks of petitions, by code. */
export async function askPetitions({ ask, orgId, asOf }: Asked) {
  const petitions = await everyPage(ask, petitionsQuery, { orgId, asOf }, ({ petitionClocks }) => petitionClocks);
  return petitions.map(clocksOf).toSorted((a, b) => (a.case_code < b.case_code ? -1 : 1));
}

const clocksOf = (petition: Data) => ({
  case_code: petition.code as string,
  registered: petition.registeredOn,
  notice_due: petition.noticeDueOn,
  accepted: petition.acceptedOn,
  finish_due: petition.finishDueOn,
  extended_finish_due: petition.extendedFinishDueOn,
  transferred: petition.transferredOn,
  objection_due: petition.objectionDueOn,
  notice_state: petition.noticeState,
});
