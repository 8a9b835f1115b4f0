import type { ServiceName } from '@chengqi/schemas';
import { type Clock, systemViewer } from '@chengqi/service-kit';
import { type Subgraph, unavailable } from '../subgraph.ts';
import type { ViewerTokens } from '../viewer-tokens.ts';
import { type SubjectName, subjectOf } from './subjects.ts';

/** Units move seldom; as long as claims are kept. */
const lifetimeMilliseconds = 25_000;
const mostRemembered = 10_000;

/** Where things belong, as their owners know it: only this decides whom an event is offered to, never what is told. */
export interface Places {
  /** The unit and all above it, from the top; empty for none. Throws where directory does not answer. */
  lineOf(orgId: string): Promise<readonly string[]>;
  /** The units that a thing concerns now. Throws where its owner does not answer. */
  orgsOf(subject: SubjectName, id: string): Promise<readonly string[]>;
}

interface Surroundings {
  readonly subgraphs: readonly Subgraph[];
  readonly tokens: ViewerTokens;
  readonly clock: Clock;
}

export function createPlaces({ subgraphs, tokens, clock }: Surroundings): Places {
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph]));
  const lines = new Map<string, { line: Promise<readonly string[]>; until: number }>();

  async function ask(owner: ServiceName, type: string, id: string, selection: string): Promise<unknown> {
    const subgraph = byName.get(owner);
    if (!subgraph) throw unavailable(owner);
    const authorization = `Bearer ${await tokens.of(systemViewer, owner)}`;
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${selection} } } }`;
    const variables = { of: [{ __typename: type, id }] };
    const { data, errors } = await subgraph.execute({ query, variables }, { authorization });
    if (errors?.length || !data) throw unavailable(owner);
    return (data._entities as readonly unknown[])[0] ?? null;
  }

  async function askLine(orgId: string): Promise<readonly string[]> {
    const org = (await ask('directory', 'Org', orgId, 'path')) as { readonly path: string } | null;
    return org?.path.split('/').filter((id) => id !== '') ?? [];
  }

  return {
    lineOf(orgId) {
      const now = clock.now().getTime();
      const known = lines.get(orgId);
      if (known && known.until > now) return known.line;
      if (lines.size >= mostRemembered) lines.clear();
      const entry = { line: askLine(orgId), until: now + lifetimeMilliseconds };
      lines.set(orgId, entry);
      entry.line.catch(() => lines.get(orgId) === entry && lines.delete(orgId));
      return entry.line;
    },
    async orgsOf(subject, id) {
      const { owner, type, orgs } = subjectOf(subject);
      return idsIn(await ask(owner, type, id, orgs));
    },
  };
}

/** The ids in an answer of nothing but references. */
function idsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    name === 'id' && typeof value === 'string' ? [value] : idsIn(value),
  );
}
