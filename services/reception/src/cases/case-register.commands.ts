import type { ActOn, Foundation, Order, ReadOptions, Visibility, WorkingCalendar } from '@chengqi/office-kernel';
import type { PageArguments, Request, Transaction, Viewer } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { differs } from '../calls/call-state.ts';
import { deadlinesOf, limitsOf } from '../clocks/case-deadlines.ts';
import { reviewAskDue, transferLimit } from '../clocks/clocks.ts';
import { readable, restrictedAmong } from './accusation.repository.ts';
import { CaseEventEntity, ServiceCaseEntity } from './case.entity.ts';
import {
  amongCases,
  type CaseConditions,
  type CaseQuery,
  casesWhere,
  findPrefix,
  findRunning,
  nextSeq,
} from './case.repository.ts';
import type { CaseStatus, CaseSubject, ServiceCase } from './case.ts';
import { type CaseAct, type CaseDecision, caseAccess } from './case.workflow.ts';
import type { CaseAction, CaseEvent } from './case-journal.ts';

type OnCase = ActOn<ServiceCase, CaseSubject, CaseStatus, CaseAction>;

export type CaseRegister = ReturnType<typeof createCaseRegister>;

/** The one way to cases: reading by both rules, numbers, journals, and the walk through their states. */
export function createCaseRegister({ kit, office }: Foundation) {
  const { ids, clock } = kit;

  /** Both rules as one condition, for queries that reach cases from other rows: the office narrows only the rows listed. */
  function visible(viewer: Viewer, alias: string): Visibility {
    const house = office.visible(viewer, { alias, roles: caseAccess.roles });
    const rule = readable(viewer, office.orgs.tree, alias);
    return { sql: `(${house.sql} AND ${rule.sql})`, params: { ...house.params, ...rule.params } };
  }

  const recordRestricted = async (request: Request, found: readonly ServiceCase[]): Promise<void> => {
    const restricted = found.filter((each) => each.restricted).map(({ id }) => id);
    if (restricted.length > 0) await office.recordReads(request, restricted);
  };

  /** Whether any of them is an accusation is looked up after the answer. */
  function refuseRestricted(request: Request, missed: readonly string[]): void {
    if (missed.length > 0) office.recordRefusals(request, (manager) => restrictedAmong(manager, missed));
  }

  /** The rule for accusations beside the office's. */
  const reading: ReadOptions = {
    type: caseAccess.type,
    roles: caseAccess.roles,
    also: (viewer, { alias }) => readable(viewer, office.orgs.tree, alias),
  };

  /** Those the viewer may see; what is read and what is refused of accusations is on record. */
  async function readByIds(request: Request, wanted: readonly string[]): Promise<Map<string, ServiceCase>> {
    const found = await office.readByIds(request, ServiceCaseEntity, wanted, reading);
    await recordRestricted(request, [...found.values()]);
    refuseRestricted(
      request,
      wanted.filter((id) => !found.has(id)),
    );
    return found;
  }

  /** @throws DomainError NOT_FOUND when it is absent or hidden */
  async function require(tx: Transaction, request: Request, id: string): Promise<ServiceCase> {
    try {
      return await office.require(tx, request, ServiceCaseEntity, id, reading);
    } catch (error) {
      refuseRestricted(request, [id]);
      throw error;
    }
  }

  /** A page of what the viewer may see. */
  async function page(
    request: Request,
    query: CaseQuery,
    paging: PageArguments,
    orderBy: Order<ServiceCase> = { openedAt: 'DESC' },
  ) {
    const found = await office.page(request, query, reading, { ...paging, orderBy });
    await recordRestricted(request, found.nodes);
    return found;
  }

  /**
   * How many the viewer may see in each state; accusations too, for those who read them. They are few and counted by
   * their own rule; of all others the office's rule is the whole.
   */
  async function countsByState(
    request: Request,
    where: CaseConditions,
  ): Promise<{ state: CaseStatus; count: number }[]> {
    const count = (restricted: boolean, options: ReadOptions) => {
      const among = restricted ? null : amongCases(where);
      // Nearly all are none, and must not be looked up by that.
      const which = restricted ? 'c.restricted = :restricted' : 'NOT c.restricted';
      const query = casesWhere(kit.db.read, where, clock.now()).andWhere(which, { restricted });
      return office.countBy(request, query, options, {
        by: 'status',
        among: among && { ...among, restricted: [restricted] },
      });
    };
    const { also: _, ...house } = reading;
    const counts = new Map<CaseStatus, number>();
    for (const { value, count: some } of [await count(false, house), await count(true, reading)].flat())
      counts.set(value as CaseStatus, (counts.get(value as CaseStatus) ?? 0) + some);
    return [...counts].map(([state, some]) => ({ state, count: some }));
  }

  /** The county or city whose register counts the cases of an organisation: the nearest one at or above it. */
  async function ledgerOf(manager: EntityManager, orgId: string, field: string): Promise<string> {
    const { path } = await office.orgs.require({ manager }, field, orgId);
    const upward = path.split('/').filter(Boolean).reverse();
    const known = await office.orgs.findMany(manager, upward);
    const ledger = upward.find((id) => ['COUNTY', 'CITY'].includes(known.get(id)?.level ?? ''));
    return ledger ?? upward.at(-1) ?? orgId;
  }

  const series = (ledgerOrgId: string, year: number) => `case:${ledgerOrgId}:${year}`;

  /** The number is taken in the transaction that stores the case, so none is lost. */
  async function nextCode(tx: Transaction, ledgerOrgId: string): Promise<string> {
    const year = clock.year(tx.now);
    const serial = await office.serials.next(tx, series(ledgerOrgId, year));
    const ledger = await office.orgs.find(tx.manager, ledgerOrgId);
    const prefix = (await findPrefix(tx.manager, ledgerOrgId)) ?? ledger?.docCodes[0]?.slice(0, 1) ?? '';
    return `${prefix}办件${year}-${String(serial).padStart(5, '0')}`;
  }

  async function subjectOf(found: ServiceCase, at: Date): Promise<CaseSubject> {
    const calendar = await office.calendar.days();
    const decidedAt = found.opinions.at(-1)?.at;
    const asked = decidedAt === undefined ? found.answeredAt : new Date(decidedAt);
    return {
      ...found,
      at,
      transferDueAt: transferLimit(calendar, found.kind, found.transferredAt ?? found.openedAt)?.dueAt ?? null,
      reviewAskDueAt: asked === null ? null : reviewAskDue(calendar, asked),
    };
  }

  async function note(tx: Transaction, caseId: string, entry: Omit<CaseEvent, 'id' | 'caseId' | 'seq'>): Promise<void> {
    const seq = await nextSeq(tx.manager, caseId);
    await tx.insert(CaseEventEntity, { ...entry, id: ids.next('cev'), caseId, seq });
  }

  /** Its limits are kept with every act, so that they are warned of and announced as they now stand. */
  async function keepDeadlines(tx: Transaction, found: ServiceCase, published?: WorkingCalendar): Promise<void> {
    if (found.imported) return;
    const calendar = published ?? (await office.calendar.days());
    await office.deadlines.keep(tx, found, deadlinesOf(calendar, found, tx.now));
  }

  /** Other working days were published: what still waits for an answer is counted again. */
  async function keepAgain(tx: Transaction, caseIds: readonly string[]): Promise<void> {
    const calendar = await office.calendar.daysIn(tx.manager);
    for (const found of await findRunning(tx.manager, caseIds)) {
      const limits = limitsOf(calendar, found);
      const after = differs(found, limits) ? await tx.update(ServiceCaseEntity, found, limits) : found;
      await keepDeadlines(tx, after, calendar);
    }
  }

  /** One act on one case, which goes into its journal; the attempt on a hidden accusation is on record. */
  function act(
    request: Request,
    named: Pick<OnCase, 'name' | 'action' | 'outcome'>,
    input: OnCase['input'] & { readonly caseId: string },
    decide: (subject: CaseSubject, act: CaseAct, tx: Transaction) => CaseDecision | Promise<CaseDecision>,
  ): Promise<string> {
    return office.act(
      {
        ...named,
        ...{ request, input, entity: ServiceCaseEntity, access: caseAccess },
        id: (tx) => require(tx, request, input.caseId),
        subject: (found, { now }) => subjectOf(found, now),
      },
      async (subject, taken, tx) => {
        const calendar = await office.calendar.days();
        const counted: CaseAct['counted'] = (changes) => ({
          ...changes,
          ...limitsOf(calendar, { ...subject, ...changes }),
        });
        const { entry, ...decision } = await decide(subject, { ...taken, counted }, tx);
        await keepDeadlines(tx, { ...subject, ...decision.changes });
        await note(tx, subject.id, { at: tx.now, byId: taken.by, toOrgId: null, text: null, ...entry });
        return decision;
      },
    );
  }

  return {
    visible,
    readByIds,
    require,
    page,
    countsByState,
    ledgerOf,
    series,
    nextCode,
    note,
    keepDeadlines,
    keepAgain,
    act,
    /** the applicant came for it. */
    async countVisit(tx: Transaction, caseId: string, at: Date): Promise<void> {
      const found = await tx.manager.getRepository(ServiceCaseEntity).findOneBy({ id: caseId });
      if (!found) return;
      await tx.update(ServiceCaseEntity, found, { visitsCount: found.visitsCount + 1 });
      await note(tx, caseId, {
        type: 'VISIT',
        at,
        byId: tx.request?.viewer.personId ?? null,
        toOrgId: null,
        text: null,
      });
    },
    /** The case as its table asks about it at this moment. */
    caseNow: (found: ServiceCase): Promise<CaseSubject> => subjectOf(found, clock.now()),
  };
}
