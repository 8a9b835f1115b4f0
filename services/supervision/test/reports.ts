import type { Viewer } from '@chengqi/service-kit';
import { supervision } from '../src/service.ts';
import type { Supervision } from './supervision.ts';

/** What tests of reports ask and do. */
export function reporting(s: Supervision) {
  const timer = supervision.start(s.office.kit).timers?.find(({ name }) => name === 'reports');
  if (!timer) throw new Error('no timer');
  /** As the clock would run it, in one of several instances. */
  const tick = (): Promise<unknown> => s.office.kit.transact(timer.run);
  async function settle(): Promise<void> {
    for (let run = 0; run < 16; run += 1) await tick();
  }
  async function ask(query: string, variables: Record<string, unknown>, as: Viewer = s.county.people.director) {
    const { data, errors } = await s.office.execute(query, variables, as);
    const [error] = errors ?? [];
    if (error) throw new Error([error.extensions.code, error.extensions.rule].filter(Boolean).join(' '));
    return data;
  }
  /** Performs the mutation and answers what is selected of its payload, or throws the refusal's code and rule. */
  async function act(as: Viewer, mutation: string, input: Record<string, unknown>, selection: string) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
    return (await ask(query, { input }, as))[mutation];
  }
  async function define(name: string, input: Record<string, unknown> = {}, as: Viewer = s.county.people.director) {
    const { county, educationBureau, town } = s.county.orgs;
    const usual = { collectorOrgId: county.id, reporterOrgIds: [educationBureau.id, town.id], fields: [] };
    const { duty } = await act(as, 'defineReportingDuty', { name, kind: 'WEEKLY', ...usual, ...input }, 'duty { id }');
    return duty.id as string;
  }
  return { tick, settle, ask, act, define };
}
