import type { Viewer } from '@chengqi/service-kit';
import type { Places } from './places.ts';
import { type News, type SubjectName, subjectOf } from './subjects.ts';

/** What somebody listens for, and an event is offered to: texts that are equal. */
export type Topic = string;

const atUnit = (orgId: string): Topic => `at ${orgId}`;
const below = (orgId: string): Topic => `below ${orgId}`;

/** The topics of one subscription. */
export async function topicsOf(
  name: SubjectName,
  argument: string,
  { personId, posts }: Viewer,
  places: Places,
): Promise<readonly Topic[]> {
  if (subjectOf(name).by !== 'viewer') return [argument];
  const people = [personId, ...posts.map(({ onBehalfOf }) => onBehalfOf?.personId ?? null)];
  const orgs = posts.flatMap((post) => [post.orgId, post.scopeOrgId, ...(post.onBehalfOf?.orgIds ?? [])]);
  const own = [...new Set(orgs.filter((id) => id !== null))];
  const lines = await Promise.all(own.map((id) => places.lineOf(id)));
  return [...new Set([...people.filter((id) => id !== null), ...own.map(atUnit), ...lines.flat().map(below)])];
}

/**
 * To which topics of a field an event belongs, with the things that changed there. Work waits for people of the unit,
 * above it and below it; whether anything of it changed, only the work itself tells.
 */
export async function offersOf(
  name: SubjectName,
  { things, orgs, people }: News,
  places: Places,
): Promise<ReadonlyMap<Topic, readonly string[]>> {
  const { by } = subjectOf(name);
  const offers = new Map<Topic, readonly string[]>();
  const offer = (topic: Topic, id: string) => offers.set(topic, [...(offers.get(topic) ?? []), id]);
  if (by === 'viewer') {
    for (const id of people) offer(id, '');
    const lines = await Promise.all(orgs.map((id) => places.lineOf(id)));
    for (const id of new Set(lines.flat())) offer(atUnit(id), '');
    for (const id of orgs) offer(below(id), '');
    return offers;
  }
  for (const id of things.get(name) ?? []) {
    if (by === 'id') offer(id, id);
    else {
      const concerned = new Set([...orgs, ...(await places.orgsOf(name, id))]);
      const lines = await Promise.all([...concerned].map((orgId) => places.lineOf(orgId)));
      for (const orgId of new Set(lines.flat())) offer(orgId, id);
    }
  }
  return offers;
}
