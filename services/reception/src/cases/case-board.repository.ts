import type { Foundation } from '@chengqi/office-kernel';
import type { PageArguments, Request } from '@chengqi/service-kit';
import { rateOf } from '../counts/own-count.ts';
import { readable, unconcerned } from './accusation.repository.ts';
import { below, type CaseQuery, caseQuery } from './case.repository.ts';
import { type ServiceCase, unansweredStatuses } from './case.ts';
import { caseAccess } from './case.workflow.ts';

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
    return below(caseQuery(db.read), orgId).andWhere(`(${own.sql} OR ${loaded})`, params);
  }

  /** Counts ask the office's rule themselves: it pages and lists rows only. */
  function countable(request: Request, orgId: string): CaseQuery {
    const { sql, params } = office.countable(request.viewer, { alias: 'c', roles: caseAccess.roles });
    return unrestricted(request, orgId).andWhere(sql, params);
  }

  const counted = async (query: CaseQuery): Promise<number> => query.getCount();

  async function hotlineOnTime(base: () => CaseQuery, asOf: Date) {
    const due = () =>
      base()
        .andWhere('c.kind = :hotline AND c.due_at <= :asOf', { hotline: 'HOTLINE', asOf })
        .andWhere('c.status NOT IN (:...out)', { out: ['WITHDRAWN', 'NOT_ACCEPTED'] });
    const onTime = due().andWhere('c.answered_at <= c.due_at AND c.answered_at <= :asOf', { asOf });
    return rateOf(await counted(onTime), await counted(due()));
  }

  async function oneTrip(base: () => CaseQuery) {
    const closed = () =>
      base().andWhere('c.kind = :service AND c.status = :closed', { service: 'SERVICE', closed: 'CLOSED' });
    return rateOf(await counted(closed().andWhere('c.visits_count <= 1')), await counted(closed()));
  }

  async function kindStates(query: CaseQuery) {
    const rows = await query
      .select('c.kind', 'kind')
      .addSelect('c.status', 'state')
      .addSelect('COUNT(*)', 'count')
      .groupBy('c.kind')
      .addGroupBy('c.status')
      .orderBy('c.kind')
      .addOrderBy('c.status')
      .getRawMany<{ kind: ServiceCase['kind']; state: ServiceCase['status']; count: unknown }>();
    return rows.map(({ kind, state, count }) => ({ kind, state, count: Number(count) }));
  }

  return {
    async board(request: Request, orgId: string, asOf: Date | null | undefined) {
      if (!(await office.orgs.find(db.read, orgId))) return null;
      const at = asOf ?? clock.now();
      const base = () => countable(request, orgId).andWhere('c.opened_at <= :boardAt', { boardAt: at });
      const second = await base().andWhere('c.second_supplement_at <= :boardAt').orderBy('c.code').getMany();
      const late = base().andWhere('c.due_at < :boardAt AND c.paused_at IS NULL AND c.status IN (:...unanswered)', {
        unanswered: unansweredStatuses,
      });
      return {
        byKindState: await kindStates(base()),
        oneTripService: await oneTrip(base),
        hotlineOnTime: await hotlineOnTime(base, at),
        secondSupplements: second.map(({ code }) => code),
        overdue: await counted(late),
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
