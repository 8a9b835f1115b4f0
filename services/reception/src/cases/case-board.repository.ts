import { type Foundation, rateOf } from '@chengqi/office-kernel';
import type { PageArguments, Request } from '@chengqi/service-kit';
import { readable, unconcerned } from './accusation.repository.ts';
import { type CaseQuery, caseQuery } from './case.repository.ts';
import { type CaseStatus, type ServiceCase, unansweredStatuses } from './case.ts';
import { caseAccess } from './case.workflow.ts';

const unheard: readonly CaseStatus[] = ['WITHDRAWN', 'NOT_ACCEPTED'];

/** What is counted of each kind and state; SQL over `c` as of `:boardAt`. */
const counts = {
  count: '1 = 1',
  oneTrip: 'c.visits_count <= 1',
  due: 'c.due_at <= :boardAt',
  onTime: 'c.due_at <= :boardAt AND c.answered_at <= c.due_at AND c.answered_at <= :boardAt',
  late: 'c.due_at < :boardAt AND c.paused_at IS NULL AND c.status IN (:...unanswered)',
};
type Counts = Record<keyof typeof counts, number>;
type KindState = Counts & { readonly kind: ServiceCase['kind']; readonly state: CaseStatus };

const sum = (condition: string): string => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
const total = (rows: readonly Counts[], name: keyof Counts): number => rows.reduce((all, row) => all + row[name], 0);

/** What may be known of many cases without reading one: counts, numbers and dates. */
export function createCaseBoards({ kit, office }: Foundation) {
  const { db, clock } = kit;

  /** importers read accusations of the history they loaded back as counts, but never what accuses their own unit. */
  function unrestricted({ viewer, actor }: Request, orgId: string): CaseQuery {
    const { tree } = office.orgs;
    const own = readable(viewer, tree, 'c');
    const apart = unconcerned(viewer, tree, 'c');
    const loaded = actor.holds('IMPORTER', orgId) ? `(c.imported = :history AND ${apart.sql})` : '1 = 0';
    const params = { ...own.params, ...apart.params, history: true };
    const owner = office.orgs.within('c.owner_org_id', orgId);
    const query = caseQuery(db.read).where(owner.sql, owner.params);
    return query.andWhere(`(${own.sql} OR ${loaded})`, params);
  }

  /** All that is counted, in one reading: a unit's cases of all years are many. */
  async function kindStates(query: CaseQuery): Promise<KindState[]> {
    query
      .select('c.kind', 'kind')
      .addSelect('c.status', 'state')
      .groupBy('c.kind')
      .addGroupBy('c.status')
      .orderBy('c.kind')
      .addOrderBy('c.status')
      .setParameter('unanswered', unansweredStatuses);
    for (const [name, condition] of Object.entries(counts)) query.addSelect(sum(condition), name);
    const rows = await query.getRawMany<Pick<ServiceCase, 'kind'> & Record<string, unknown>>();
    return rows.map(({ kind, state, ...sums }) => ({
      kind,
      state: state as CaseStatus,
      ...(Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value)])) as Counts),
    }));
  }

  return {
    async board(request: Request, orgId: string, asOf: Date | null | undefined) {
      if (!(await office.orgs.find(db.read, orgId))) return null;
      const at = asOf ?? clock.now();
      const countable = await office.counted(request, unrestricted(request, orgId), caseAccess);
      const countedAt = (since: string) => countable.clone().andWhere(`c.${since} <= :boardAt`, { boardAt: at });
      const second = await countedAt('second_supplement_at').select(['c.id', 'c.code']).getMany();
      const found = await kindStates(countedAt('opened_at'));
      const closed = found.filter(({ kind, state }) => kind === 'SERVICE' && state === 'CLOSED');
      const hotline = found.filter(({ kind, state }) => kind === 'HOTLINE' && !unheard.includes(state));
      return {
        byKindState: found,
        oneTripService: rateOf(total(closed, 'oneTrip'), total(closed, 'count')),
        hotlineOnTime: rateOf(total(hotline, 'onTime'), total(hotline, 'due')),
        secondSupplements: second.map(({ code }) => code).toSorted(),
        overdue: total(found, 'late'),
        asOf: at,
      };
    },

    /** Petitions in the order of their numbers. */
    petitions: (request: Request, orgId: string, page: PageArguments) =>
      office.page(
        request,
        unrestricted(request, orgId).andWhere('c.kind = :petition', { petition: 'PETITION' }),
        caseAccess,
        { ...page, orderBy: { code: 'ASC' }, rule: 'countable' },
      ),
  };
}
