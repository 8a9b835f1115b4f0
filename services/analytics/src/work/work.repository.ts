import { type LimitEnds, levelsUpTo, type OrgTree } from '@chengqi/office-kernel';
import type { Post, Viewer } from '@chengqi/service-kit';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { WorkAction, WorkKind } from '../generated/graphql.ts';
import type { Moment } from '../projection/projection.ts';
import { WorkItemEntity } from './work.entity.ts';
import { endOfTime, type WorkRow } from './work.ts';
import { actionsOfKinds, servesOwnUnit, workActions } from './work-actions.ts';

type WorkQuery = SelectQueryBuilder<WorkRow>;

/**
 * What waits for a person: named, or by a role of a post that is held today. Whoever it is addressed to may know of it,
 * as far as the clearance reaches; what was shown above it yesterday is gone today.
 */
export function inboxQuery(manager: EntityManager, viewer: Viewer, tree: OrgTree, now: Moment): WorkQuery {
  const query = manager.getRepository(WorkItemEntity).createQueryBuilder('w');
  const terms = [namedTerm(query, viewer.personId), ...viewer.posts.flatMap((post) => postTerms(query, tree, post))];
  return query
    .where(`(${[...new Set(terms)].join(' OR ')})`)
    .andWhere('w.secrecyLevel IN (:...levels)', { levels: levelsUpTo(viewer.clearance) })
    .andWhere('(w.exceptId IS NULL OR w.exceptId <> :person)', { person: viewer.personId })
    .andWhere('(w.endsAt IS NULL OR w.endsAt > :now)', { now })
    .andWhere(
      `(w.action <> 'CATALOGUE' OR NOT EXISTS (SELECT 1 FROM filed_subjects filed WHERE filed.id = w.subject_id))`,
    );
}

interface Asked {
  readonly kinds?: readonly WorkKind[] | null | undefined;
  readonly dueOn?: LimitEnds | null | undefined;
  readonly due?: { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined } | null | undefined;
}

/** What is not given does not narrow; work without a limit is due at no time. */
export function narrowInbox(query: WorkQuery, { kinds, due, dueOn }: Asked): WorkQuery {
  if (kinds != null) {
    const actions = actionsOfKinds(kinds);
    if (actions.length === 0) query.andWhere('1 = 0');
    else query.andWhere('w.action IN (:...asked)', { asked: actions });
  }
  if (due != null || dueOn != null) query.andWhere('w.dueOrder < :never', { never: endOfTime });
  if (due?.gte != null) query.andWhere('w.dueOrder >= :dueFrom', { dueFrom: due.gte.getTime() });
  if (dueOn?.gt != null) query.andWhere('w.dueOrder > :dueAfter', { dueAfter: dueOn.gt.getTime() });
  if (dueOn?.lte != null) query.andWhere('w.dueOrder <= :dueUntil', { dueUntil: dueOn.lte.getTime() });
  if (due?.lt != null) query.andWhere('w.dueOrder < :dueTo', { dueTo: due.lt.getTime() });
  return query;
}

function namedTerm(query: WorkQuery, personId: string | null): string {
  return `w.personId = ${bind(query, personId)}`;
}

/** One term for each role of a post that work waits for. */
function postTerms(query: WorkQuery, tree: OrgTree, post: Post): string[] {
  // Who stands in is kept from what the other is kept from; the rule above keeps everybody from their own.
  const { onBehalfOf } = post;
  const except = onBehalfOf ? ` AND (w.exceptId IS NULL OR w.exceptId <> ${bind(query, onBehalfOf.personId)})` : '';
  return post.roles.flatMap((role) => {
    const reach = servesOwnUnit.has(role)
      ? `w.orgId IN (${bindAll(query, ownUnits(tree, post))})`
      : coveredTerm(query, post.scopeOrgId);
    return [...actionsOf(role)].map(([major, actions]) => {
      const weighed = major === undefined ? '' : ` AND w.major = ${bind(query, major)}`;
      return `(w.action IN (${bindAll(query, actions)})${weighed} AND ${reach}${except})`;
    });
  });
}

/** The post's unit and those above it up to the scope; the scope itself where the post's unit lies outside. */
function ownUnits(tree: OrgTree, { orgId, scopeOrgId }: Post): readonly string[] {
  if (orgId === null) return scopeOrgId === null ? [''] : [scopeOrgId];
  if (scopeOrgId === null) return [orgId];
  const line = tree.lineOf(orgId);
  const top = line.indexOf(scopeOrgId);
  return top < 0 ? [scopeOrgId] : line.slice(top);
}

/** The unit, or that of the place where one is named, is in the scope. */
function coveredTerm(query: WorkQuery, scopeOrgId: string | null): string {
  if (scopeOrgId === null) return '1 = 1';
  const competent = 'COALESCE((SELECT place.org_id FROM site_replica place WHERE place.id = w.site_id), w.org_id)';
  const path = bind(query, `%/${scopeOrgId}/%`);
  return `EXISTS (SELECT 1 FROM org_replica unit WHERE unit.id = ${competent} AND unit.path LIKE ${path})`;
}

/** Actions that wait for a role, apart for each weight that they wait for. */
function actionsOf(role: string): Map<boolean | undefined, WorkAction[]> {
  const found = new Map<boolean | undefined, WorkAction[]>();
  for (const [action, { doers }] of Object.entries(workActions) as [WorkAction, (typeof workActions)[WorkAction]][]) {
    for (const doer of doers.filter((one) => one.role === role)) {
      found.set(doer.major, [...(found.get(doer.major) ?? []), action]);
    }
  }
  return found;
}

function bind(query: WorkQuery, value: unknown): string {
  const name = `inbox${Object.keys(query.getParameters()).length}`;
  query.setParameter(name, value);
  return `:${name}`;
}

const bindAll = (query: WorkQuery, values: readonly string[]): string => bind(query, [...values]).replace(':', ':...');
