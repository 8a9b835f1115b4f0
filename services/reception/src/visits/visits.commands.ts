import {
  forbidden,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { VisitOrigins } from '../cases/opening.commands.ts';
import type { ContactSubject } from '../contacts/contacts.commands.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Foundation } from '../context.ts';
import type {
  CheckInVisitorInput,
  CheckOutVisitorInput,
  ReceiveVisitorInput,
  RefuseVisitorInput,
  RegisterVisitInput,
} from '../generated/graphql.ts';
import type { RatingCodes } from '../ratings/rating-codes.ts';
import { VisitEntity } from './visit.entity.ts';
import { blankVisit, ended, onSite, partiesOf, ratedVisit } from './visit.events.ts';
import { petitionersInHouse } from './visit.repository.ts';
import type { Visit, VisitAction } from './visit.ts';
import { assertLetter, assertRoomForPetitioners, visitWorkflow } from './visit.workflow.ts';

export type VisitCommands = ReturnType<typeof createVisitCommands>;

/** Who may see a visit follows from its transition table. */
export const visitReading = { type: 'Visit', roles: visitWorkflow.roles };

/** Opens visitors' names and numbers to `revealContact`. */
export const visitSubject = ({ office }: Foundation): ContactSubject => ({
  prefix: 'vst',
  async require(tx, request, id) {
    const visit = await office.require(tx, request, VisitEntity, id, visitReading);
    return { ownerOrgId: visit.ownerOrgId, contactOf: visit.id };
  },
});

/** The visit in which a case was told. */
export const visitOrigins = ({ office }: Foundation): VisitOrigins => ({
  async require(tx, request, id) {
    const { arriveAt } = await office.require(tx, request, VisitEntity, id, visitReading);
    return { arrived: arriveAt !== null };
  },
  async link(tx, visitId, caseId) {
    const visit = await tx.manager.getRepository(VisitEntity).findOneByOrFail({ id: visitId });
    if (visit.caseId === null) await tx.update(VisitEntity, visit, { caseId });
  },
});

/** What visits ask of cases. */
export interface VisitedCases {
  /** @throws DomainError NOT_FOUND when it is absent or hidden */
  require(tx: Transaction, request: Request, id: string): Promise<unknown>;
  /** the applicant came. */
  countVisit(tx: Transaction, caseId: string, at: Date): Promise<unknown>;
}

interface ActInput {
  readonly visitId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface Act {
  readonly name: string;
  readonly action: VisitAction;
}

/** The desk: who comes, who is let in, who leaves. */
export function createVisitCommands(
  foundation: Foundation,
  contacts: Contacts,
  codes: RatingCodes,
  cases: VisitedCases,
) {
  const { kit, office } = foundation;

  async function siteOf(tx: Transaction, siteId: string) {
    const site = await office.sites.find(tx.manager, siteId);
    if (!site) throw referenceUnknown('siteId', siteId);
    return site;
  }

  async function register(tx: Transaction, request: Request, input: RegisterVisitInput): Promise<string> {
    const { kind, hostOrgId, hostPersonId = null, siteId, caseId = null, expectedAt = null } = input;
    const site = await siteOf(tx, siteId);
    if (!(await office.orgs.find(tx.manager, hostOrgId))) throw referenceUnknown('hostOrgId', hostOrgId);
    if (![hostOrgId, site.orgId].some((org) => request.actor.holds('WINDOW', org))) throw forbidden();
    if (hostPersonId !== null && !(await office.people.find(tx.manager, hostPersonId)))
      throw referenceUnknown('hostPersonId', hostPersonId);
    if (caseId !== null) await cases.require(tx, request, caseId);
    const year = kit.clock.today(tx.now).slice(0, 4);
    const serial = await office.serials.next(tx, `visit:${year}`);
    const visit = await tx.insert<Visit>(VisitEntity, {
      ...blankVisit(tx, kit.ids.next('vst')),
      status: expectedAt === null ? 'WALK_IN' : 'INVITED',
      ownerOrgId: hostOrgId,
      visitNo: `访${year}-${String(serial).padStart(5, '0')}`,
      kind,
      companions: numberOf('companions', input.companions ?? 0, 0, 200),
      hostPersonId,
      siteId,
      siteOrgId: site.orgId,
      purpose: textOf('purpose', input.purpose, 500),
      letterNo: optionalLine('letterNo', input.letterNo, 100),
      expectedAt,
      listedAt: expectedAt ?? tx.now,
      firstResponderId: request.viewer.personId,
      caseId,
    });
    await contacts.keep(tx, {
      subjectType: 'Visit',
      subjectId: visit.id,
      name: lineOf('visitorName', input.visitorName, 50),
      phone: optionalLine('visitorPhone', input.visitorPhone, 40),
    });
    await office.parties.add(tx, visit.id, partiesOf(visit));
    return visit.id;
  }

  /** One act on one visit: load as visible, ask the table, store, announce. */
  const act = (
    request: Request,
    { name, action }: Act,
    input: ActInput,
    decide: (visit: Visit, tx: Transaction) => Partial<Visit> | Promise<Partial<Visit>>,
    announce: (visit: Visit, tx: Transaction, role: string | null) => Promise<void> = async () => undefined,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const visit = await office.require(tx, request, VisitEntity, input.visitId, visitReading);
      const expectedVersion = input.expectedVersion ?? null;
      const { to, role } = visitWorkflow.permit(request.actor, visit, action, { expectedVersion });
      const changes = await decide(visit, tx);
      const after = await tx.update(VisitEntity, visit, { status: to, ...changes });
      await announce(after, tx, role);
      return visit.id;
    });

  /** the letter the act brings, or the director's word for the lack of one. */
  function letterOf(request: Request, visit: Visit, input: ReceiveVisitorInput): Partial<Visit> {
    const letterNo = optionalLine('letterNo', input.letterNo, 100) ?? visit.letterNo;
    const reason = optionalLine('letterWaiverReason', input.letterWaiverReason, 500);
    if (reason !== null && !request.actor.holds('OFFICE_DIRECTOR', visit.ownerOrgId)) throw forbidden();
    const waiver = reason === null ? {} : { letterWaivedById: request.viewer.personId, letterWaiverReason: reason };
    assertLetter({ ...visit, letterNo, ...waiver });
    return { letterNo, ...waiver };
  }

  return {
    registerVisit: (request: Request, input: RegisterVisitInput): Promise<string> =>
      office.execute(request, 'registerVisit', input, (tx) => register(tx, request, input)),

    checkInVisitor: (request: Request, input: CheckInVisitorInput): Promise<string> =>
      act(
        request,
        { name: 'checkInVisitor', action: 'CHECK_IN' },
        input,
        async (visit, tx) => {
          if (visit.kind === 'PETITION') {
            assertRoomForPetitioners(await petitionersInHouse(kit.db.dialect, tx.manager, visit), 1 + visit.companions);
          }
          return {
            arriveAt: tx.now,
            listedAt: tx.now,
            badge: optionalLine('badge', input.badge, 32),
            letterNo: optionalLine('letterNo', input.letterNo, 100) ?? visit.letterNo,
          };
        },
        async (visit, tx, role) => {
          if (visit.caseId !== null) await cases.countVisit(tx, visit.caseId, tx.now);
          await tx.append(onSite(visit, tx.now), { role });
        },
      ),

    receiveVisitor: (request: Request, input: ReceiveVisitorInput): Promise<string> =>
      act(request, { name: 'receiveVisitor', action: 'RECEIVE' }, input, (visit, tx) => ({
        ...letterOf(request, visit, input),
        receivedAt: tx.now,
        receivedById: request.viewer.personId,
      })),

    /** The code is there only when the act was really done, not when it is repeated by its key. */
    async checkOutVisitor(
      request: Request,
      input: CheckOutVisitorInput,
    ): Promise<{ readonly id: string; readonly ratingCode: string | null }> {
      let ratingCode: string | null = null;
      const id = await act(
        request,
        { name: 'checkOutVisitor', action: 'CHECK_OUT' },
        input,
        (_, tx) => ({ leaveAt: tx.now }),
        async (visit, tx, role) => {
          ratingCode = await codes.issueCode(tx, ratedVisit(visit));
          await tx.append(ended(visit, 'LEFT', tx.now), { role });
        },
      );
      return { id, ratingCode };
    },

    refuseVisitor: (request: Request, input: RefuseVisitorInput): Promise<string> =>
      act(
        request,
        { name: 'refuseVisitor', action: 'REFUSE' },
        input,
        (_, tx) => ({ leaveAt: tx.now, refuseReason: textOf('reason', input.reason, 500) }),
        (visit, tx, role) => tx.append(ended(visit, 'REFUSED', tx.now), { role }),
      ),
  };
}
