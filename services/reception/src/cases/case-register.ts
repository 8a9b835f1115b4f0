import type { Visibility } from '@chengqi/office-kernel';
import {
  type Connection,
  connection,
  notFound,
  type PageArguments,
  type Request,
  referenceUnknown,
  type Transaction,
  type Viewer,
} from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { ContactSubject } from '../contacts/contacts.commands.ts';
import type { Foundation } from '../context.ts';
import { mayRead, readable } from './accusation.ts';
import { CaseEventEntity, ServiceCaseEntity } from './case.entity.ts';
import { type CaseQuery, caseQuery, findPrefix, nextSeq } from './case.repository.ts';
import type { CaseSubject, ServiceCase } from './case.ts';
import { caseRoles, caseWorkflow } from './case.workflow.ts';
import type { Act, Decision } from './case-acts.workflow.ts';
import type { CaseAction, CaseEvent } from './case-journal.ts';
import { reviewAskDue, transferDue } from './clocks.ts';

/** Opens applicants' names and numbers to `revealContact`. */
export const caseSubject = (register: Pick<CaseRegister, 'require'>): ContactSubject => ({
  prefix: 'cas',
  async require(tx, request, id) {
    const { ownerOrgId } = await register.require(tx, request, id);
    return { ownerOrgId, contactOf: id };
  },
});

/** How cases are read; accusations obey a second rule beside it. */
const caseReading = { type: 'ServiceCase', roles: caseRoles };

interface ActInput {
  readonly caseId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface ActName {
  readonly name: string;
  readonly action: CaseAction;
  readonly outcome?: string;
}

export type CaseRegister = ReturnType<typeof createCaseRegister>;

/** The one way to cases: reading by both rules, numbers, journals, and the walk through their states. */
export function createCaseRegister({ kit, office }: Foundation) {
  const { db, ids, clock } = kit;

  function visible(viewer: Viewer, alias: string): Visibility {
    const house = office.visible(viewer, { alias, roles: caseRoles });
    const rule = readable(viewer, office.orgs.tree, alias);
    return { sql: `(${house.sql} AND ${rule.sql})`, params: { ...house.params, ...rule.params } };
  }

  const recordRestricted = async (request: Request, found: readonly ServiceCase[]): Promise<void> => {
    const restricted = found.filter((each) => each.restricted).map(({ id }) => id);
    if (restricted.length > 0) await office.recordReads(request, restricted);
  };

  /** Those the viewer may see; what is read and what is refused of accusations is on record. */
  async function readByIds(request: Request, wanted: readonly string[]): Promise<Map<string, ServiceCase>> {
    const found = [...(await office.readByIds(request, ServiceCaseEntity, wanted, caseReading)).values()];
    const open = found.filter((each) => mayRead(request.viewer, office.orgs.tree, each));
    const hidden = found.filter((each) => !open.includes(each)).map(({ id }) => id);
    await recordRestricted(request, open);
    if (hidden.length > 0) await office.recordReads(request, hidden, 'READ_REFUSED');
    return new Map(open.map((each) => [each.id, each]));
  }

  /**
   * A refused accusation is added to `refused`, to be recorded once the command has rolled back.
   * @throws DomainError NOT_FOUND when it is absent or hidden
   */
  async function require(tx: Transaction, request: Request, id: string, refused: string[] = []): Promise<ServiceCase> {
    const found = await office.require(tx, request, ServiceCaseEntity, id, caseReading);
    if (mayRead(request.viewer, office.orgs.tree, found)) return found;
    refused.push(found.id);
    throw notFound('ServiceCase');
  }

  /** A page of what the viewer may see. */
  async function page(
    request: Request,
    narrow: (query: CaseQuery) => CaseQuery,
    paging: PageArguments,
    direction: 'ASC' | 'DESC' = 'DESC',
  ): Promise<Connection<ServiceCase>> {
    const rule = visible(request.viewer, 'c');
    const query = narrow(caseQuery(db.read).where(rule.sql, rule.params));
    const found = await connection(query, paging, { alias: 'c', orderBy: { column: 'c.openedAt', direction } });
    await recordRestricted(request, found.nodes);
    return found;
  }

  /** The county or city whose register counts the cases of an organisation: the nearest one at or above it. */
  async function ledgerOf(manager: EntityManager, orgId: string, field: string): Promise<string> {
    const org = await office.orgs.find(manager, orgId);
    if (!org) throw referenceUnknown(field, orgId);
    const upward = org.path.split('/').filter(Boolean).reverse();
    for (const id of upward) {
      const above = id === org.id ? org : await office.orgs.find(manager, id);
      if (above?.level === 'COUNTY' || above?.level === 'CITY') return above.id;
    }
    return upward.at(-1) ?? orgId;
  }

  const series = (ledgerOrgId: string, year: string) => `case:${ledgerOrgId}:${year}`;

  /** The number is taken in the transaction that stores the case, so none is lost. */
  async function nextCode(tx: Transaction, ledgerOrgId: string): Promise<string> {
    const year = clock.today(tx.now).slice(0, 4);
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
      transferDueAt: transferDue(calendar, found.kind, found.transferredAt ?? found.openedAt),
      reviewAskDueAt: asked === null ? null : reviewAskDue(calendar, asked),
    };
  }

  async function note(tx: Transaction, caseId: string, entry: Omit<CaseEvent, 'id' | 'caseId' | 'seq'>): Promise<void> {
    const seq = await nextSeq(tx.manager, caseId);
    await tx.insert(CaseEventEntity, { ...entry, id: ids.next('cev'), caseId, seq });
  }

  /**
   * One act on one case: load as visible, decide, store, announce. The table is asked before `decide` looks at the
   * input, so that who may not act learns nothing from it.
   */
  function act(
    request: Request,
    { name, action, outcome }: ActName,
    input: ActInput,
    decide: (subject: CaseSubject, act: Act, tx: Transaction) => Decision | Promise<Decision>,
  ): Promise<string> {
    const refused: string[] = [];
    const acting = office.execute(request, name, input, async (tx) => {
      const found = await require(tx, request, input.caseId, refused);
      const who: Act = { actor: request.actor, expectedVersion: input.expectedVersion ?? null };
      const subject = await subjectOf(found, tx.now);
      caseWorkflow.permit(who.actor, subject, action, { ...who, ...(outcome && { outcome }) });
      const { changes, events, entry, role } = await decide(subject, who, tx);
      await tx.update(ServiceCaseEntity, found, changes);
      const byId = request.viewer.personId;
      await note(tx, found.id, { at: tx.now, byId, toOrgId: null, text: null, ...entry });
      await tx.append(events, { role });
      return found.id;
    });
    return acting.finally(() =>
      refused.length > 0 ? office.recordReads(request, refused, 'READ_REFUSED') : undefined,
    );
  }

  return {
    visible,
    readByIds,
    require,
    page,
    ledgerOf,
    series,
    nextCode,
    note,
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
    allowedActions: async (request: Request, found: ServiceCase): Promise<CaseAction[]> =>
      caseWorkflow.allowedActions(request.actor, await subjectOf(found, clock.now())),
  };
}
