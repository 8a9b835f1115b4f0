import type { PageArguments, Request } from '@chengqi/service-kit';
import type { Foundation } from '../office.ts';
import type { ReadOptions } from '../reading.ts';
import type { Visibility } from '../visibility.ts';
import type { WorkingCalendar } from '../working-calendar.ts';
import type { StoredDeadline } from './deadline.entity.ts';
import type { DeadlineConditions } from './deadlines.ts';

interface Context {
  readonly office: { readonly calendar: Pick<WorkingCalendar, 'lastDayOf'> };
}

/** `Deadline` of the contract, alike in every service that lists its limits. */
export const deadlineResolvers = {
  Deadline: {
    partId: ({ part }: StoredDeadline) => part || null,
    dueOn: ({ dueAt }: StoredDeadline, _: unknown, { office }: Context) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }: StoredDeadline, _: unknown, { office }: Context) =>
      office.calendar.lastDayOf(originalDueAt),
    warnAt: ({ warnAt }: StoredDeadline) => warnAt.map((at) => new Date(at)),
  },
};

/** A kind of subject: how its ids begin, and who may read it. */
export type SubjectRule = readonly [prefix: string, access: Pick<ReadOptions, 'roles' | 'also'>];

interface DeadlineList extends PageArguments {
  readonly where?:
    | (Omit<DeadlineConditions, 'owner'> & { readonly orgId?: string | null | undefined })
    | null
    | undefined;
}

/** The list of a service's limits, the first due first: who may read a subject may read its limits. */
export function deadlineList(...subjects: readonly SubjectRule[]) {
  return (_: unknown, { where, ...page }: DeadlineList, context: Request & Foundation) => {
    const { kit, office } = context;
    const owner = where?.orgId == null ? null : office.orgs.within('d.owner_org_id', where.orgId);
    const query = office.deadlines.where(kit.db.read, { ...where, owner });
    return office.page(context, query, accessTo(subjects, office), { ...page, orderBy: { dueAt: 'ASC' } });
  };
}

/** The roles of all kinds together only narrow the search; each kind is judged by its own. */
function accessTo(subjects: readonly SubjectRule[], office: Foundation['office']): ReadOptions {
  const roles = [...new Set(subjects.flatMap(([, access]) => access.roles))];
  return {
    ...{ type: 'Deadline', idColumn: 'subject_id', roles },
    also: (viewer, columns) => {
      const rules = subjects.map(([prefix, { roles: own, also }]): Visibility => {
        const asked = { ...columns, roles: own };
        const parts = [office.visible(viewer, asked), ...(also ? [also(viewer, asked)] : [])];
        return {
          sql: [`${columns.alias}.subject_id LIKE '${prefix}%'`, ...parts.map(({ sql }) => sql)].join(' AND '),
          params: Object.assign({}, ...parts.map(({ params }) => params)),
        };
      });
      return {
        sql: `(${rules.map(({ sql }) => `(${sql})`).join(' OR ')})`,
        params: Object.assign({}, ...rules.map(({ params }) => params)),
      };
    },
  };
}
