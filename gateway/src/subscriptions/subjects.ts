import type { Envelope, ServiceName } from '@chengqi/schemas';
import { callMissed } from '@chengqi/schemas/events/reception';

/** How a field of `Subscription` is fed and answered. */
interface Subject {
  /** The field of `Query` that answers the same thing by its id. */
  readonly root: string;
  /** What the ids of its things begin with. */
  readonly prefix: string;
  /** What the client names: the thing itself, a unit, or nothing, where the thing is the viewer. */
  readonly by: 'id' | 'org' | 'viewer';
  readonly owner: ServiceName;
  readonly type: string;
  /** Where the units stand that the thing concerns. */
  readonly orgs: string;
  /** Of which type of event; of every type of the owner when left out. */
  readonly told?: string;
}

/** The fields of `Subscription` (`schemas/subgraphs/gateway/subscriptions.graphql`). */
export const subjects = {
  meetingChanged: { root: 'meeting', prefix: 'mtg', by: 'id', owner: 'meetings', type: 'Meeting', orgs: '' },
  supervisionItemChanged: {
    ...{ root: 'supervisionItem', prefix: 'sup', by: 'org', owner: 'supervision', type: 'SupervisionItem' },
    orgs: 'ownerOrg { id } leadOrg { id } coOrgs { id }',
  },
  hazardChanged: {
    ...{ root: 'hazard', prefix: 'haz', by: 'org', owner: 'security', type: 'Hazard' },
    orgs: 'ownerOrg { id } responsibleOrg { id }',
  },
  callMissed: {
    ...{ root: 'call', prefix: 'cal', by: 'org', owner: 'reception', type: 'Call' },
    orgs: 'ownerOrg { id }',
    told: callMissed.type,
  },
  workChanged: { root: 'person', prefix: 'psn', by: 'viewer', owner: 'directory', type: 'Person', orgs: '' },
} as const satisfies Readonly<Record<string, Subject>>;

export type SubjectName = keyof typeof subjects;
export const subjectNames = Object.keys(subjects) as SubjectName[];
export const subjectOf = (name: SubjectName): Subject => subjects[name];

/** What an event tells subscribers; ids alone, for what is told is asked anew. */
export interface News {
  /** Of each field the things that changed; none of the viewer's work, which follows from the places. */
  readonly things: ReadonlyMap<SubjectName, readonly string[]>;
  readonly orgs: readonly string[];
  readonly people: readonly string[];
}

/**
 * Reads an event: it names things by their ids wherever they stand in it. Null for what an import brought, which is
 * history, and no news.
 */
export function newsOf({ type, subject, orgid, provenance, data }: Envelope): News | null {
  if (provenance === 'imported') return null;
  const text = JSON.stringify([subject, orgid, data]);
  const named = (prefix: string) => [
    ...new Set([...text.matchAll(new RegExp(`"(${prefix}_[0-9a-z]{26})"`, 'g'))].map(([, id]) => id ?? '')),
  ];
  const things = subjectNames.flatMap((name) => {
    const { by, owner, prefix, told } = subjectOf(name);
    if (by === 'viewer' || !(told === undefined ? type.startsWith(`${owner}.`) : type === told)) return [];
    const ids = named(prefix);
    return ids.length > 0 ? [[name, ids] as const] : [];
  });
  return { things: new Map(things), orgs: named('org'), people: named('psn') };
}
