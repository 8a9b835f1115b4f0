import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('deliveries on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  it('closes when every main recipient has signed or rejected, also at the same moment', async () => {
    const { documentIn, people, orgs } = office;
    const documentId = await documentIn('ISSUED', {
      mainRecipientIds: [orgs.emergencyBureau.id, orgs.educationBureau.id, orgs.town.id],
    });
    const { data } = await office.ask(
      'query ($id: ID!) { deliveries(documentId: $id) { id org { id } } }',
      { id: documentId },
      people.registrar,
    );
    const to = (org: { id: string }) =>
      data.deliveries.find((delivery: { org: { id: string } }) => delivery.org.id === org.id).id;

    const answers = await Promise.all([
      office.refused('signDelivery', { deliveryId: to(orgs.emergencyBureau) }, people.emergencyRegistrar),
      office.refused(
        'rejectDelivery',
        { deliveryId: to(orgs.educationBureau), reason: '不属于我局职责' },
        people.educationRegistrar,
      ),
      office.refused('signDelivery', { deliveryId: to(orgs.town) }, people.townRegistrar),
    ]);

    expect(answers).toEqual([null, null, null]);
    const { data: after } = await office.ask(
      'query ($id: ID!) { document(id: $id) { state deliveries { state } } }',
      { id: documentId },
      people.registrar,
    );
    expect(after.document.state).toBe('CLOSED');
  });

  it('one recipient sees neither the delivery of another nor anything before the issue', async () => {
    const { documentIn, people, orgs } = office;
    const query = 'query ($id: ID!) { document(id: $id) { state deliveries { org { id } } } }';
    const printed = await documentIn('PRINTED', { mainRecipientIds: [orgs.educationBureau.id] });
    const issued = await documentIn('ISSUED', { mainRecipientIds: [orgs.educationBureau.id, orgs.town.id] });

    expect((await office.ask(query, { id: printed }, people.educationStaff)).data.document).toBeNull();
    expect((await office.ask(query, { id: issued }, people.educationStaff)).data.document).toEqual({
      state: 'ISSUED',
      deliveries: [{ org: { id: orgs.educationBureau.id } }],
    });
    expect((await office.ask(query, { id: issued }, people.rescueHandler)).data.document).toBeNull();
  });

  it('the unsigned deliveries of an org are its own to see', async () => {
    const { people, orgs } = office;
    await office.documentIn('ISSUED', { mainRecipientIds: [orgs.town.id] });
    const query =
      'query ($org: ID!) { unsignedDeliveries(org: $org) { totalCount nodes { state org { id } document { docNumber } allowedActions } } }';

    const mine = (await office.ask(query, { org: orgs.town.id }, people.townRegistrar)).data.unsignedDeliveries;
    const foreign = (await office.ask(query, { org: orgs.town.id }, people.educationRegistrar)).data.unsignedDeliveries;

    expect(mine.totalCount).toBe(mine.nodes.length);
    expect(mine.nodes[0]).toMatchObject({
      state: 'SENT',
      org: { id: orgs.town.id },
      allowedActions: ['SIGN', 'REJECT'],
    });
    expect(foreign).toEqual({ totalCount: 0, nodes: [] });
  });
});
