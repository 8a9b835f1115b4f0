import { type Foundation, optionalCode } from '@chengqi/office-kernel';
import { fieldsOf, forbidden, lineOf, numberOf, optionalLine, type Request, textOf } from '@chengqi/service-kit';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { idNumberOf } from '../contacts/id-document.ts';
import type {
  CheckInVisitorInput,
  CheckOutVisitorInput,
  ReceiveVisitorInput,
  RefuseVisitorInput,
  RegisterVisitInput,
} from '../generated/graphql.ts';
import { ratedVisit } from '../ratings/rated-services.ts';
import type { RatingCodes } from '../ratings/rating-codes.commands.ts';
import type { BlockedVisitors } from './blocked-visitors.commands.ts';
import { VisitEntity } from './visit.entity.ts';
import { petitionersInHouse } from './visit.repository.ts';
import { blankVisit, partiesOf, type Visit, type VisitAction } from './visit.ts';
import { checkIn, checkOut, receive, refuse, visitAccess } from './visit.workflow.ts';

/** The desk: who comes, who is let in, who leaves. */
export function createVisitCommands(
  { kit, office }: Foundation,
  contacts: Contacts,
  codes: RatingCodes,
  cases: CaseRegister,
  blocked: BlockedVisitors,
) {
  const on = <I extends { readonly visitId: string }>(
    request: Request,
    name: string,
    input: I,
    action: VisitAction,
  ) => ({
    ...{ request, name, input, action, id: input.visitId },
    ...{ entity: VisitEntity, access: visitAccess },
    subject: blocked.withBlock,
  });

  return {
    registerVisit: (request: Request, input: RegisterVisitInput) =>
      office.create({ request, name: 'registerVisit', input, entity: VisitEntity }, async (tx) => {
        const { kind, hostOrgId, hostPersonId = null, siteId, caseId = null, expectedAt = null } = input;
        const site = await office.sites.require(tx, 'siteId', siteId);
        await office.orgs.require(tx, 'hostOrgId', hostOrgId);
        if (![hostOrgId, site.orgId].some((org) => request.actor.holds('WINDOW', org))) throw forbidden();
        const { visitorName, visitorPhone, visitorIdNumber, ...fields } = visitFieldsOf(input);
        if (hostPersonId !== null) await office.people.require(tx, 'hostPersonId', hostPersonId);
        if (caseId !== null) await cases.require(tx, request, caseId);
        const year = kit.clock.year(tx.now);
        const serial = await office.serials.next(tx, `visit:${year}`);
        const visit: Visit = {
          ...blankVisit(tx.now, kit.ids.next('vst')),
          ...fields,
          status: expectedAt === null ? 'WALK_IN' : 'INVITED',
          ownerOrgId: hostOrgId,
          visitNo: `访${year}-${String(serial).padStart(5, '0')}`,
          kind,
          hostPersonId,
          siteId,
          siteOrgId: site.orgId,
          expectedAt,
          listedAt: expectedAt ?? tx.now,
          firstResponderId: request.viewer.personId,
          caseId,
        };
        await contacts.keep(tx, {
          subjectType: 'Visit',
          subjectId: visit.id,
          name: visitorName,
          phone: visitorPhone,
          idNumber: visitorIdNumber,
        });
        return { row: visit, events: [], role: 'WINDOW', parties: partiesOf(visit) };
      }),

    checkInVisitor: (request: Request, input: CheckInVisitorInput) =>
      office.act(on(request, 'checkInVisitor', input, 'CHECK_IN'), async (visit, act, tx) => {
        const shown = fieldsOf({
          badge: () => optionalLine('badge', input.badge, 32),
          letterNo: () => optionalCode('letterNo', input.letterNo, 100),
        });
        const decision = checkIn(visit, act, {
          ...shown,
          present: visit.kind === 'PETITION' ? await petitionersInHouse(tx.manager, visit) : 0,
        });
        if (visit.caseId !== null) await cases.countVisit(tx, visit.caseId, tx.now);
        return decision;
      }),

    receiveVisitor: (request: Request, input: ReceiveVisitorInput) =>
      office.act(on(request, 'receiveVisitor', input, 'RECEIVE'), (visit, act) => {
        const { waiver, letterNo } = fieldsOf({
          waiver: () => optionalLine('letterWaiverReason', input.letterWaiverReason, 500),
          letterNo: () => optionalCode('letterNo', input.letterNo, 100),
        });
        if (waiver !== null && !request.actor.holds('OFFICE_DIRECTOR', visit.ownerOrgId)) throw forbidden();
        return receive(visit, act, { letterNo, waiver });
      }),

    /** The code is there only when the act was really done, not when it is repeated by its key. */
    async checkOutVisitor(request: Request, input: CheckOutVisitorInput) {
      let ratingCode: string | null = null;
      const id = await office.act(on(request, 'checkOutVisitor', input, 'CHECK_OUT'), async (visit, act, tx) => {
        ratingCode = await codes.issueCode(tx, ratedVisit(visit));
        return checkOut(visit, act);
      });
      return { id, ratingCode };
    },

    refuseVisitor: (request: Request, input: RefuseVisitorInput) =>
      office.act(on(request, 'refuseVisitor', input, 'REFUSE'), (visit, act) =>
        refuse(visit, act, textOf('reason', input.reason, 500)),
      ),
  };
}

const visitFieldsOf = (input: RegisterVisitInput) =>
  fieldsOf({
    companions: () => numberOf('companions', input.companions ?? 0, 0, 200),
    purpose: () => textOf('purpose', input.purpose, 500),
    letterNo: () => optionalCode('letterNo', input.letterNo, 100),
    visitorName: () => lineOf('visitorName', input.visitorName, 50),
    visitorPhone: () => optionalLine('visitorPhone', input.visitorPhone, 40),
    visitorIdNumber: () => idNumberOf('visitorIdNumber', input.visitorIdNumber),
  });
