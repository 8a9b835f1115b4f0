import type { Viewer } from '@chengqi/service-kit';
import { callEvery } from './density.ts';
import type { FilledWindow } from './filled-window.ts';

export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

const callFields = 'nodes { id ringAt lineNo outcome state waitSeconds callerMasked callback { end } allowedActions }';
const calls = `query ($after: String) { calls(first: 20, after: $after) { ${callFields} } }`;
const caseFields = 'nodes { id code title state kind openedAt dueAt overdue allowedActions }';
const cases = `query ($where: ServiceCaseFilter) { serviceCases(first: 20, where: $where) { ${caseFields} } }`;
const openCallbacks = `query { openCallbacks(first: 20) {
  nodes { id callerMasked lineNo openedAt dueAt overdue escalatedTo calls { callRef } } } }`;
const reconciliation = `query ($orgId: ID!, $date: LocalDate) { callReconciliation(orgId: $orgId, date: $date) {
  shift { id } lineNo calls answered callbackCovered spam balanced } }`;
const myCases = `query { myCases(first: 20) { ${caseFields} } }`;
const board = `query ($orgId: ID!) { caseBoard(orgId: $orgId) { byKindState { kind state count }
  oneTripService { numerator denominator } hotlineOnTime { numerator denominator } secondSupplements overdue } }`;
const cursor = `query ($where: CallFilter) { calls(first: 1, where: $where) { pageInfo { endCursor } } }`;

/** What a duty room and a window ask all day, the same whatever is stored. */
export async function questionsOf({ window, bureau }: FilledWindow, stored: number): Promise<Question[]> {
  const { people, orgs, service } = window;
  const { dutyOfficer, window: desk } = people;
  const now = service.clock.now().getTime();
  const middle = new Date(now - (stored * callEvery) / 2).toISOString();
  const found = await window.ask(cursor, { where: { ring: { lt: middle } } }, dutyOfficer);
  const date = new Date(now - 86_400_000).toISOString().slice(0, 10);
  const orgId = orgs.county.id;
  const ask = (name: string, query: string, viewer: Viewer, variables: Question['variables'] = {}): Question => ({
    ...{ name, query, variables, viewer },
  });
  const list = (name: string, where: object) => ask(`serviceCases ${name}`, cases, desk, { where });
  return [
    ask('calls, first page', calls, dutyOfficer),
    ask('calls, page in the middle', calls, dutyOfficer, { after: found.calls.pageInfo.endCursor }),
    ask('openCallbacks', openCallbacks, dutyOfficer),
    ask('callReconciliation of a day', reconciliation, dutyOfficer, { orgId: orgs.governmentOffice.id, date }),
    list('closed', { state: 'CLOSED' }),
    list('handled', { state: 'HANDLING' }),
    list('called back', { state: 'CALLED_BACK' }),
    list('of a bureau', { orgId: bureau.orgId }),
    list('of a unit without any', { orgId: orgs.town.id }),
    list('handled by a bureau', { orgId: bureau.orgId, state: 'HANDLING' }),
    ask('myCases of an officer', myCases, bureau.officer),
    ask('myCases of a window', myCases, desk),
    ask('caseBoard of a bureau', board, desk, { orgId: bureau.orgId }),
    ask('caseBoard of the county', board, desk, { orgId }),
  ];
}
