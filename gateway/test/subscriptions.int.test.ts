import { expect, it } from '@jest/globals';
import { startGateway } from './fixture.ts';

it('a gateway that hears of no events refuses subscriptions, and who did not sign in before that', async () => {
  await using gateway = await startGateway();
  const accept = 'text/event-stream';
  const ask = async (path: string, headers: Record<string, string>) => {
    const { status, body } = await gateway.post(path, { query: 'subscription { workChanged { id } }' }, headers);
    return [status, body.errors[0].extensions];
  };
  const authorization = await gateway.bearer();

  for (const path of ['/graphql', '/graphql/stream']) {
    expect(await ask(path, { accept })).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
    expect(await ask(path, { accept, authorization })).toMatchObject([
      503,
      { code: 'SUBGRAPH_UNAVAILABLE', retryable: true },
    ]);
  }
  expect(await ask('/graphql', { authorization })).toMatchObject([400, { code: 'BAD_USER_INPUT', field: 'accept' }]);
});
