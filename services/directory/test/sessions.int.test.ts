import { anonymousViewer, systemViewer, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type DirectoryOffice, openOffice } from './office.ts';

const claims = 'query ($subject: String) { viewerClaims(staffNo: "admin", subject: $subject) { sessionsEndedAt } }';

describe.each(testDialects())('sessions that the issuer has ended on %s', (dialect) => {
  let office: DirectoryOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.service.close());

  const end = async (subject: string, as: Viewer | null = systemViewer) =>
    (await office.service.serve(`/sessions/${encodeURIComponent(subject)}/end`, as, { method: 'PUT' })).status;
  const endedAt = async (subject: string | null) =>
    (await office.service.execute(claims, { subject }, systemViewer)).data.viewerClaims.sessionsEndedAt;

  it('have the table that their entity says', async () => {
    expect((await schemaDrift(office.service.db)).filter((statement) => statement.includes('ended_sessions'))).toEqual(
      [],
    );
  });

  it('are told with the claims of whoever comes as that subject, and of nobody else', async () => {
    const subject = 'auth0|7 张/三';
    expect(await endedAt(subject)).toBeNull();

    expect(await end(subject)).toBe(200);

    expect(await endedAt(subject)).toBe(office.service.clock.now().toISOString());
    expect(await endedAt('auth0|7')).toBeNull();
    expect(await endedAt(null)).toBeNull();
  });

  it('end again later, and then only later', async () => {
    await end('S7');
    const first = await endedAt('S7');
    office.service.clock.advance({ minutes: 5 });
    await end('S7');
    expect(Date.parse(await endedAt('S7')) - Date.parse(first)).toBe(5 * 60_000);
  });

  it('are ended by the gateway alone', async () => {
    expect([await end('S8', admin), await end('S8', anonymousViewer), await end('S8', null)]).toEqual([403, 403, 401]);
    expect(await endedAt('S8')).toBeNull();
  });
});
