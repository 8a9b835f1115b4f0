import type { Envelope, EventContract } from '@chengqi/schemas';
import { follow, type Step, unknownMatter } from './matter.ts';
import type { Matter } from './work.ts';

/** What an event means for the work on the matter that it belongs to. */
export interface WorkRule {
  readonly contract: EventContract;
  /** Whether a matter may begin with it. */
  readonly begins: boolean;
  readonly steps: (event: Envelope, matter: Matter) => readonly Step[];
}

/** One rule for each type of event. */
export type RulesByType = ReadonlyMap<string, WorkRule>;

type Meaning<Data> = (event: Envelope<Data>, matter: Matter) => readonly Step[];

const rule = <Data>(contract: EventContract<Data>, begins: boolean, steps: Meaning<Data>): WorkRule => ({
  contract: contract as EventContract,
  begins,
  steps: steps as WorkRule['steps'],
});

/** An event with which a matter may begin. */
export const begins = <Data>(contract: EventContract<Data>, steps: Meaning<Data>): WorkRule =>
  rule(contract, true, steps);

/** An event of a matter that is known; of any other it says nothing, so that what was kept out stays out. */
export const goesOn = <Data>(contract: EventContract<Data>, steps: Meaning<Data>): WorkRule =>
  rule(contract, false, steps);

/**
 * The matter after an event of its own, whose order the kit keeps. History is remembered and ends what waits, but makes
 * no work.
 */
export function afterEvent(rules: RulesByType, matter: Matter | null, event: Envelope): Matter | null {
  const found = rules.get(event.type);
  if (!found || (matter === null && !found.begins)) return matter;
  const before = { ...(matter ?? unknownMatter(event.subject, event)), secrecyLevel: event.secrecylevel };
  const after = follow(found.steps(event, before), before, event);
  if (after === null || event.provenance === 'live') return after;
  const waited = new Set(before.tasks.map(({ id }) => id));
  return { ...after, tasks: after.tasks.filter(({ id }) => waited.has(id)) };
}
