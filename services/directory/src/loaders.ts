import type { Foundation } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { findCalendars, findDays } from './calendar/calendar.repository.ts';
import { DelegationEntity } from './delegations/delegation.entity.ts';
import { findRunning } from './delegations/delegation.repository.ts';
import { OrgEntity } from './orgs/org.entity.ts';
import { countObligations, findOrgs } from './orgs/org.repository.ts';
import type { OrgObligations } from './orgs/org.ts';
import { findHeldPosts, findPeople, findPosts, findPrincipalPosts } from './people/person.repository.ts';
import { readPhones } from './people/phone.repository.ts';
import { SiteEntity } from './sites/site.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** One SQL statement per type and level of a query. */
export function createLoaders(request: Request, foundation: Foundation) {
  const { db, clock } = foundation.kit;
  return {
    orgs: batch((ids) => findOrgs(db.read, ids)),
    people: batch((ids) => findPeople(db.read, ids)),
    calendars: batch((ids) => findCalendars(db.read, ids)),
    sites: batch(async (ids) => {
      const sites = await db.read.getRepository(SiteEntity).findBy({ id: In([...ids]) });
      return new Map(sites.map((site) => [site.id, site]));
    }),
    phones: batch<string>((ids) => readPhones(foundation, request, ids)),
    childrenOfOrg: batchMany(async (ids) => {
      const where = { parentId: In([...ids]), status: 'ACTIVE' as const };
      const orgs = await db.read.getRepository(OrgEntity).find({ where, order: { code: 'ASC' } });
      return groupBy(orgs, ({ parentId }) => parentId ?? '');
    }),
    obligationsOfOrg: batch<OrgObligations>((ids) => countObligations(db.read, ids)),
    sitesOfOrg: batchMany(async (ids) => {
      const sites = await db.read
        .getRepository(SiteEntity)
        .find({ where: { orgId: In([...ids]) }, order: { code: 'ASC' } });
      return groupBy(sites, ({ orgId }) => orgId);
    }),
    principalOfOrg: batch(async (ids) => {
      const posts = await findPrincipalPosts(db.read, ids);
      return new Map(posts.map((post) => [post.principalOf ?? '', post]));
    }),
    posts: batch((ids) => findPosts(db.read, ids)),
    /** Proposed ones among them. */
    postsOfPerson: batchMany(async (ids) => groupBy(await findHeldPosts(db.read, ids), ({ personId }) => personId)),
    delegations: batch(async (ids) => {
      const delegations = await db.read.getRepository(DelegationEntity).findBy({ id: In([...ids]) });
      return new Map(delegations.map((delegation) => [delegation.id, delegation]));
    }),
    /** Given and received ones that run or are to come. */
    delegationsOfPerson: batchMany(async (ids) => {
      const running = await findRunning(db.read, ids, clock.now());
      return new Map(ids.map((id) => [id, running.filter(({ fromId, toId }) => fromId === id || toId === id)]));
    }),
    daysOfCalendar: batchMany(async (ids) => groupBy(await findDays(db.read, ids), ({ calendarId }) => calendarId)),
  };
}
