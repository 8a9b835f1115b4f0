import { deliverPerson, type TestOrg } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { openWindow } from './window.ts';

type Input = Record<string, unknown>;

export type Served = Awaited<ReturnType<typeof openServed>>;

/** The window with a second desk and officers of the bureaus, and short ways to serve somebody. */
export async function openServed(dialect: Dialect, at?: string) {
  const window = await openWindow(dialect, at);
  const { service, people, orgs, sites } = window;
  let count = 0;
  const person = (roles: readonly string[], org: TestOrg, scope: TestOrg = org) => {
    count += 1;
    return deliverPerson(service, { staffNo: `RC${count}`, name: `接待${count}`, roles, org, scope });
  };
  const staff = {
    otherWindow: await person(['WINDOW'], orgs.governmentOffice, orgs.county),
    keeper: await person(['WINDOW', 'PII_READ'], orgs.governmentOffice, orgs.county),
    emergencyOfficer: await person(['CASE_OFFICER'], orgs.emergencyBureau),
    educationOfficer: await person(['CASE_OFFICER'], orgs.educationBureau, orgs.county),
    townWindow: await person(['WINDOW', 'PII_READ'], orgs.town),
  };

  const register = (changes: Input = {}, as: Viewer = people.window) =>
    window.act(
      'registerVisit',
      {
        kind: 'PUBLIC',
        visitorName: '张晓明',
        visitorPhone: '160 1234 5678',
        hostOrgId: orgs.emergencyBureau.id,
        siteId: sites.hall.id,
        purpose: '张晓明咨询燃气安全',
        ...changes,
      },
      as,
      'visit { id state visitNo allowedActions }',
    );

  /** Registers a visitor who comes in. */
  async function arrived(changes: Input = {}): Promise<string> {
    const { visit } = await register(changes);
    await window.act('checkInVisitor', { visitId: visit.id }, people.window, 'visit { state }');
    return visit.id;
  }

  /** Somebody was served and leaves with a code. */
  async function served(changes: Input = {}): Promise<{ visitId: string; code: string }> {
    const visitId = await arrived(changes);
    await window.act('receiveVisitor', { visitId }, people.window, 'visit { state }');
    const { ratingCode } = await window.act('checkOutVisitor', { visitId }, people.window, 'ratingCode');
    return { visitId, code: ratingCode };
  }

  const rate = (input: Input, as: Viewer | null | undefined = undefined) =>
    service.execute(
      'mutation ($input: RateServiceInput!) { rateService(input: $input) { score ratedAt } }',
      { input },
      as,
    );

  /** Serves somebody who then gives this score; answers the rating as the supervisor sees it. */
  async function rated(score: number, said: Input = {}, visit: Input = {}) {
    const { visitId, code } = await served(visit);
    await rate({ code, score, ...said });
    const { visit: found } = await window.ask(
      'query ($id: ID!) { visit(id: $id) { rating { id state score contactDueAt dueAt closedAt } } }',
      { id: visitId },
      people.supervisor,
    );
    return { visitId, ...found.rating };
  }

  return { ...window, staff, register, arrived, served, rate, rated };
}
