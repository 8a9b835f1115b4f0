import { createClock } from '@chengqi/service-kit';
import { confirmProposals, type Data } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { type Listening, type ListenOptions, listen, type Told } from './listening.ts';
import { type OpenedOffice, openOffice } from './open-office.ts';

const secretary = 'YX0006';
const director = 'YX0004';
const officer = 'YX0023';
const rectifier = 'YX0024';
const clerk = 'YX0026';
const exchange = 'YX0034';
const dutyPhone = '8330006';
const minute = 60_000;
const meetingChanged = 'subscription ($id: ID!) { meetingChanged(id: $id) { id title state } }';
const hazardChanged = 'subscription ($org: ID!) { hazardChanged(org: $org) { description state } }';
const nowhere = '01h455vb4pex5vsknk084sn02q';

describe('changes are told while they happen', () => {
  const later = { milliseconds: 0 };
  const real = createClock('Asia/Shanghai');
  const clock = createClock('Asia/Shanghai', () => new Date(real.now().getTime() + later.milliseconds));
  const subscriptions = { heartbeatMilliseconds: 100, workMilliseconds: 50, retryMilliseconds: 50, inAll: 8 };
  let opened: OpenedOffice;
  let ids: Readonly<Record<string, string>>;

  beforeAll(async () => {
    opened = await openOffice({ clock, subscriptions });
    const found = await opened.client.as('admin').act(`{
      orgs(first: 100) { nodes { id code } }
      people(first: 100) { nodes { id code: staffNo } }
      sites(first: 100) { nodes { id code } }
    }`);
    const nodes = Object.values<Data>(found).flatMap((list) => list.nodes as { id: string; code: string }[]);
    ids = Object.fromEntries(nodes.map(({ id, code }) => [code, id]));
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });

  const act = async (who: string, name: string, input: Data, selection = '__typename'): Promise<Data> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
    return (await opened.client.as(who).act(text, { input }))[name];
  };
  const subscribe = (who: string, query: string, options?: ListenOptions) => listen(opened.client, who, query, options);
  const planned = async (more: Data = {}): Promise<string> => {
    const at = (minutes: number) => new Date(clock.now().getTime() + minutes * minute).toISOString();
    const { meeting } = await act(
      secretary,
      'planMeeting',
      {
        ...{
          title: '碰头会',
          type: 'OFFICE',
          organizerOrgId: ids.YX02,
          chairId: ids[director],
          mode: 'ONLINE',
          vcUrl: 'https://meet.example.cn/room',
        },
        ...{ startAt: at(600), endAt: at(660), agenda: [{ title: '通报工作' }] },
        attendees: [{ personId: ids.YX0009 }],
        ...more,
      },
      'meeting { id }',
    );
    return meeting.id;
  };
  const scheduled = async (): Promise<string> => {
    const meetingId = await planned();
    await act(secretary, 'scheduleMeeting', { meetingId });
    return meetingId;
  };
  const cancel = (meetingId: string) => act(secretary, 'cancelMeeting', { meetingId, reason: '另行通知' });

  it('a meeting: as it is, and as it becomes, in the selection of the client', async () => {
    const id = await scheduled();
    const query = `subscription Desk($id: ID!, $when: Boolean = true) { told: meetingChanged(id: $id) { ...M } }
      fragment M on Meeting { name: title state startAt @include(if: $when) organizer { code } }`;
    await using listening = await subscribe(secretary, query, { variables: { id, when: false } });
    const as = (state: string) => ({ told: { name: '碰头会', state, organizer: { code: 'YX02' } } });

    expect((await listening.next())?.data).toEqual(as('SCHEDULED'));
    await cancel(id);
    expect((await listening.next())?.data).toEqual(as('CANCELLED'));
  });

  it('a meeting: what no other service hears of, such as an answer to its invitation', async () => {
    const id = await scheduled();
    const query = 'subscription ($id: ID!) { meetingChanged(id: $id) { attendees { id partstat person { id } } } }';
    await using listening = await subscribe(secretary, query, { variables: { id } });
    const invitedOf = (told: Told | null): Data =>
      told?.data.meetingChanged.attendees.find(({ person }: Data) => person.id === ids.YX0009);

    const invited = invitedOf(await listening.next());
    expect(invited.partstat).toBe('NEEDS_ACTION');
    await act('YX0009', 'respondInvitation', { attendeeId: invited.id, answer: 'ACCEPTED' });
    expect(invitedOf(await listening.next()).partstat).toBe('ACCEPTED');
  });

  it('to a client of graphql-sse, in its distinct connections', async () => {
    const id = await scheduled();
    const client = createSseClient({
      url: `${opened.office.url}/graphql/stream`,
      headers: { authorization: `Bearer ${await opened.client.token(secretary)}` },
      retryAttempts: 0,
    });
    const told = client.iterate<Data>({ query: meetingChanged, variables: { id } });

    expect((await told.next()).value.data.meetingChanged.state).toBe('SCHEDULED');
    await cancel(id);
    expect((await told.next()).value.data.meetingChanged.state).toBe('CANCELLED');
    client.dispose();
  });

  it('to a client that reads parts: each stands behind a boundary, as Apollo’s clients cut them', async () => {
    const id = await scheduled();
    const leaving = new AbortController();
    const response = await fetch(`${opened.office.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await opened.client.token(secretary)}`,
        accept: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: meetingChanged, variables: { id } }),
      signal: leaving.signal,
    });
    const boundary = `\r\n--${/boundary="([^"]+)"/.exec(response.headers.get('content-type') ?? '')?.[1]}`;
    const bodies: Data[] = [];
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split(boundary);
      text = parts.pop() ?? '';
      const read = parts.filter((part) => part !== '').map((part) => JSON.parse(part.split('\r\n\r\n')[1] ?? ''));
      const told = read.filter(({ payload }) => payload);
      bodies.push(...told);
      if (told.length > 0 && bodies.length === 1) await cancel(id);
      if (bodies.length === 2) break;
    }
    leaving.abort();

    expect(bodies.map(({ payload }) => payload.data.meetingChanged.state)).toEqual(['SCHEDULED', 'CANCELLED']);
  });

  const report = (who: string, site: string, description: string, more: Data = {}) =>
    act(who, 'reportHazard', { siteId: ids[site], description, category: 'FIRE', ...more }, 'hazard { id }');
  const clear = async (staffNo: string, secrecyLevel: string) => {
    await act('admin', 'grantClearance', { personId: ids[staffNo], secrecyLevel, validTo: '2030-12-31' });
    const ours = { proposedBy: 'admin', staffNos: new Set([staffNo]) };
    await confirmProposals(opened.client.as('confirmer').act, ours);
  };
  /** Claims of before are forgotten. */
  const claimsEnd = () => {
    later.milliseconds += 26_000;
  };

  it('hazards: to the unit that answers for them and to those above, and to no other', async () => {
    await using above = await subscribe(director, hazardChanged, { variables: { org: ids.YX01 } });
    await using own = await subscribe(officer, hazardChanged, { variables: { org: ids.YX04 } });
    await using beside = await subscribe(clerk, hazardChanged, { variables: { org: ids.YX05 } });
    const { hazard } = await report(rectifier, 'YXS3', '通道堆物');
    const reported = { hazardChanged: { description: '通道堆物', state: 'REPORTED' } };

    expect((await above.next())?.data).toEqual(reported);
    await act(officer, 'confirmHazard', { hazardId: hazard.id, level: 'GENERAL', responsibleOrgId: ids.YX0401 });
    expect((await above.next())?.data.hazardChanged.state).toBe('CONFIRMED');
    expect((await own.next())?.data.hazardChanged.state).toBe('CONFIRMED');
    const other = await report(rectifier, 'YXS3', '线路老化');
    await act(officer, 'confirmHazard', { hazardId: other.hazard.id, level: 'GENERAL', responsibleOrgId: ids.YX05 });
    expect((await beside.next())?.data.hazardChanged.description).toBe('线路老化');
  });

  it('15-1.2: what is hidden is not told, and neither is that it changed', async () => {
    await clear(officer, 'WORK_SECRET');
    claimsEnd();
    await using cleared = await subscribe(officer, hazardChanged, { variables: { org: ids.YX01 } });
    await using others = await subscribe(rectifier, hazardChanged, { variables: { org: ids.YX01 } });
    const { hazard } = await report(officer, 'YXS3', '涉密机房漏水', { secrecyLevel: 'WORK_SECRET' });
    expect((await cleared.next())?.data.hazardChanged.description).toBe('涉密机房漏水');
    await act(officer, 'confirmHazard', { hazardId: hazard.id, level: 'GENERAL', responsibleOrgId: ids.YX0401 });
    expect((await cleared.next())?.data.hazardChanged.state).toBe('CONFIRMED');
    await report(rectifier, 'YXS3', '灭火器过期');

    const first = await others.next();
    expect([first?.data.hazardChanged.description, first?.errors]).toEqual(['灭火器过期', undefined]);
  });

  it('a hidden meeting is refused as an absent one, and what is hidden from now on ends with FORBIDDEN', async () => {
    const secret = { secrecyLevel: 'WORK_SECRET', mode: 'ONSITE', vcUrl: null };
    const id = await planned({ ...secret, attendees: [{ personId: ids.YX0009 }] });
    const [hidden, absent] = await Promise.all(
      [id, `mtg_${nowhere}`].map((each) => subscribe(rectifier, meetingChanged, { variables: { id: each } })),
    );
    const plain = (listening: Data) =>
      listening?.refused.errors.map(({ message, extensions }: Data) => [message, extensions.code]);

    expect([hidden?.status, plain(hidden)]).toEqual([404, [['Meeting not found.', 'NOT_FOUND']]]);
    expect([absent?.status, plain(absent)]).toEqual([hidden?.status, plain(hidden)]);
    await using invited = await subscribe('YX0009', meetingChanged, { variables: { id } });
    expect((await invited.next())?.data.meetingChanged.id).toBe(id);
    await act('admin', 'revokeClearance', { personId: ids.YX0009 });
    claimsEnd();
    expect((await invited.next())?.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await invited.next()).toBeNull();
  });

  it('supervised items: to the unit that leads them, once it does', async () => {
    const query = 'subscription ($org: ID!) { supervisionItemChanged(org: $org) { title state leadOrg { code } } }';
    await using own = await subscribe(clerk, query, { variables: { org: ids.YX05 } });
    await using beside = await subscribe('YX0022', query, { variables: { org: ids.YX04 } });
    const give = async (title: string, leadOrgId: string | undefined): Promise<string> => {
      const proposal = { ownerOrgId: ids.YX01, title, requirement: `${title}，按期反馈。` };
      const { item } = await act('YX0007', 'proposeItem', proposal, 'item { id }');
      const dueOn = clock.today(new Date(clock.now().getTime() + 30 * 1440 * minute));
      const owed = { leaderId: ids.YX0002, leadOrgId, dueOn, feedbackCycle: 'WEEKLY' };
      await act(director, 'registerItem', { itemId: item.id, ...owed });
      return item.id;
    };
    await give('河道清淤', ids.YX05);
    await give('校车检查', ids.YX04);

    expect((await own.next())?.data.supervisionItemChanged).toMatchObject({
      title: '河道清淤',
      leadOrg: { code: 'YX05' },
    });
    expect((await beside.next())?.data.supervisionItemChanged).toMatchObject({ title: '校车检查' });
  });

  it('calls that nobody answered, and no others', async () => {
    const query = 'subscription ($org: ID!) { callMissed(org: $org) { callRef state } }';
    await using listening = await subscribe('YX0013', query, { variables: { org: ids.YX01 } });
    const at = (seconds: number) => new Date(clock.now().getTime() - 600_000 + seconds * 1000).toISOString();
    const leg = (callRef: string, answered: boolean) => ({
      ...{ cdrNo: `${callRef}-1`, callRef, lineNo: dutyPhone, direction: 'IN', callerNumber: '16900020077' },
      ...{ calledNumber: dutyPhone, hop: 1, ringAt: at(0), answerAt: answered ? at(9) : null, endAt: at(30) },
      cause: answered ? 'NORMAL' : 'NO_ANSWER',
    });
    await act(exchange, 'importCdr', { legs: [leg('E2E-ANSWERED', true)] }, 'recorded');
    await act(exchange, 'importCdr', { legs: [leg('E2E-MISSED', false)] }, 'recorded');

    expect((await listening.next())?.data.callMissed.callRef).toBe('E2E-MISSED');
  });

  it('work: what waits for the viewer now, and when it changes; the same list is not told again', async () => {
    const query =
      'subscription { workChanged { work(first: 100) { nodes { action subject { ... on SupervisionItem { title } } } } } }';
    await using listening = await subscribe(clerk, query);
    const titles = async (): Promise<string[]> =>
      (await listening.next())?.data.workChanged.work.nodes.map(({ subject }: Data) => subject?.title);
    expect(await titles()).not.toContain('防汛演练');
    const proposal = { ownerOrgId: ids.YX01, title: '防汛演练', requirement: '按期完成。' };
    const { item } = await act('YX0007', 'proposeItem', proposal, 'item { id }');
    const dueOn = clock.today(new Date(clock.now().getTime() + 30 * 1440 * minute));
    const owed = { leaderId: ids.YX0002, leadOrgId: ids.YX05, dueOn, feedbackCycle: 'WEEKLY' };
    await act(director, 'registerItem', { itemId: item.id, ...owed });
    await act('YX0007', 'assignItem', { itemId: item.id });

    expect(await titles()).toContain('防汛演练');
  });

  it('goes on after the last event that came, and says so where nobody knows any more', async () => {
    const of = { variables: { org: ids.YX01 } };
    let after: string;
    {
      await using first = await subscribe(officer, hazardChanged, of);
      await report(rectifier, 'YXS3', '断线之前');
      after = (await first.next())?.id ?? '';
    }
    await report(rectifier, 'YXS3', '断线之中');
    await using resumed = await subscribe(officer, hazardChanged, { ...of, after });
    await using unknown = await subscribe(officer, hazardChanged, { ...of, after: 'chg_of_long_ago' });

    expect((await resumed.next())?.data.hazardChanged.description).toBe('断线之中');
    expect((await unknown.next())?.data).toEqual({ hazardChanged: null });
    later.milliseconds += 61_000;
    await using late = await subscribe(officer, hazardChanged, { ...of, after });
    expect((await late.next())?.data).toEqual({ hazardChanged: null });
  });

  it('ends with UNAUTHENTICATED when the person leaves, and with FORBIDDEN without a post', async () => {
    await using leaving = await subscribe('YX0016', hazardChanged, { variables: { org: ids.YX01 } });
    await using idle = await subscribe('YX0015', hazardChanged, { variables: { org: ids.YX01 } });
    const posts = await opened.client
      .as('admin')
      .act('{ a: person(staffNo: "YX0015") { posts { id } } b: person(staffNo: "YX0016") { posts { id } } }');
    for (const { id } of [...posts.a.posts, ...posts.b.posts]) await act('admin', 'endPost', { postId: id });
    const gone = { staffNo: 'YX0016', name: '施望舒', active: false };
    await act('admin', 'upsertPerson', gone);
    claimsEnd();

    expect((await leaving.next())?.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await idle.next())?.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect([await leaving.next(), await idle.next()]).toEqual([null, null]);
  });

  it('bounds subscriptions, of one person and in all, and gives room again', async () => {
    await using lines = new AsyncDisposableStack();
    const open = async (who: string) =>
      lines.use(await subscribe(who, hazardChanged, { variables: { org: ids.YX01 } }));
    // Lines of the tests before close when the server hears of it.
    const first = await untilOpen(() => open(secretary));
    for (let count = 1; count < 5; count += 1) await untilOpen(() => open(secretary));
    const sixth = await open(secretary);
    expect([sixth.status, sixth.refused.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    for (let count = 0; count < 3; count += 1) await untilOpen(() => open(director));
    const ninth = await open(clerk);
    expect([ninth.status, ninth.refused.errors[0].extensions]).toMatchObject([
      429,
      { code: 'RATE_LIMITED', retryAfterSeconds: 30 },
    ]);

    await first[Symbol.asyncDispose]();
    expect((await untilOpen(() => open(clerk))).status).toBe(200);
  });

  it('ends with UNAUTHENTICATED when the token has', async () => {
    const listening = await untilOpen(() => subscribe(director, hazardChanged, { variables: { org: ids.YX01 } }));
    later.milliseconds += 13 * 60 * minute;

    expect((await listening.next())?.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await listening.next()).toBeNull();
  });

  it('refuses what is no subscription, or comes where one answer is waited for', async () => {
    const refusalOf = async (query: string, variables: Data = {}) => {
      const { status, refused } = await subscribe(director, query, { variables });
      return [status, refused.errors[0].extensions.code];
    };
    const token = await opened.client.token(director);
    const { errors } = await opened.client.withToken(token).ask(meetingChanged, { id: 'mtg_0' });

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'accept' } }]);
    expect(await refusalOf('{ viewer { clearance } }')).toEqual([400, 'BAD_USER_INPUT']);
    expect(await refusalOf('subscription { hazardChanged(org: "x") { nothing } }')).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(await refusalOf(hazardChanged)).toEqual([400, 'BAD_USER_INPUT']);
    expect(await refusalOf(hazardChanged, { org: `org_${nowhere}` })).toEqual([404, 'NOT_FOUND']);
    const both = 'subscription { a: workChanged { id } b: workChanged { id } }';
    expect(await refusalOf(both)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('ends when the house closes, with a reason to come again', async () => {
    const listening = await untilOpen(() => subscribe(director, hazardChanged, { variables: { org: ids.YX01 } }));
    const closed = opened.office.close();

    expect((await listening.next())?.errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } },
    ]);
    expect(await listening.next()).toBeNull();
    await closed;
  });
});

/** Until there is room: a line that was left is free when the server hears of it. */
async function untilOpen(open: () => Promise<Listening>): Promise<Listening> {
  for (;;) {
    const listening = await open();
    if (listening.status === 200) return listening;
  }
}
