import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openServed } from './served.ts';

describe.each(testDialects())('the evacuation list on %s', (dialect) => {
  it('has everybody in the place, by the unit visited and arrival', async () => {
    await using office = await openServed(dialect);
    const { people, orgs, sites, service } = office;
    const arrived = (changes: Record<string, unknown>) => {
      service.clock.advance({ minutes: 1 });
      return office.arrived(changes);
    };
    const education = { hostOrgId: orgs.educationBureau.id };
    const first = await arrived({ companions: 3 });
    const second = await arrived({ ...education, companions: 1 });
    const third = await arrived({});
    await office.register({ companions: 9 });
    await office.served({ companions: 9 });
    await arrived({ siteId: sites.school.id, companions: 9 });

    const { evacuationList: found } = await office.ask(
      `query ($siteId: ID!) { evacuationList(siteId: $siteId) { asOf people
        visits { id visitorName companions hostOrg { id } } } }`,
      { siteId: sites.hall.id },
      people.window,
    );

    const emergencyFirst = orgs.emergencyBureau.id < orgs.educationBureau.id;
    expect(found).toMatchObject({ asOf: service.clock.now().toISOString(), people: 7 });
    expect(found.visits.map(({ id }: { id: string }) => id)).toEqual(
      emergencyFirst ? [first, third, second] : [second, first, third],
    );
    expect(found.visits[0].visitorName).toBe('张*');
  });

  it('is told to who answers for the place, and to nobody else', async () => {
    await using office = await openServed(dialect);
    const { people, staff, orgs, sites, service } = office;
    await office.arrived({ companions: 2 });
    const at = (name: string, roles: readonly string[], org = orgs.governmentOffice) =>
      deliverPerson(service, { staffNo: `RE-${name}`, name, roles, org });
    const hall = [
      await at('值班长', ['DUTY_LEADER']),
      await at('值班员', ['DUTY_OFFICER']),
      await at('安全员', ['SAFETY_OFFICER']),
      people.window,
    ];
    const others = [await at('外窗', ['WINDOW'], orgs.emergencyBureau), people.emergencyHead, staff.townWindow];
    const list = (as: Viewer | null, siteId = sites.hall.id) =>
      service.execute(
        'query ($siteId: ID!) { evacuationList(siteId: $siteId) { people visits { id } } }',
        { siteId },
        as,
      );

    for (const as of hall) expect((await list(as)).data?.evacuationList).toMatchObject({ people: 3 });
    for (const as of others) expect((await list(as)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await list(null)).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await list(people.window, 'sit_none')).toMatchObject({ data: { evacuationList: null } });
    expect((await list(people.window, sites.school.id)).data?.evacuationList).toEqual({ people: 0, visits: [] });
  });

  it('takes as many statements for thirty visits as for two', async () => {
    await using office = await openServed(dialect);
    const { people, sites } = office;
    const ask = () =>
      office.ask(
        `query ($siteId: ID!) { evacuationList(siteId: $siteId) { people
          visits { visitorName visitorPhone purpose blocked { until } allowedActions } } }`,
        { siteId: sites.hall.id },
        people.window,
      );
    for (let count = 0; count < 2; count += 1) await office.arrived();
    const few = await statementsOf(ask);
    for (let count = 0; count < 28; count += 1) await office.arrived();

    expect(await statementsOf(ask)).toBe(few);
  });
});
