import { AuditEntity } from '@chengqi/office-kernel';
import { aViewer, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundingAdministrator, foundingConfirmer, foundingConfirmerPost } from '../src/people/person.ts';
import { admin, codeOf, confirmer, type DirectoryOffice, openOffice, ruleOf } from './office.ts';

describe.each(testDialects())('two people give posts and clearances on %s', (dialect) => {
  let office: DirectoryOffice;
  let county: string;
  let bureau: string;
  beforeAll(async () => {
    office = await openOffice(dialect);
    county = await office.createOrg('D01', 'COUNTY');
    bureau = await office.createOrg('D25', 'DEPT', county);
    await office.listen();
  });
  afterAll(() => office.service.close());

  const eventsOf = async (type: string, personId: string) =>
    (await office.service.events(type)).filter(({ subject }) => subject === personId);
  /** A person with a proposed post in the bureau, and that post. */
  const proposedIn = async (staffNo: string, roles: string[], more: object = {}): Promise<[string, string]> => {
    const person = await office.createPerson(staffNo);
    const { data } = await office.propose(person, bureau, roles, more);
    return [person, data.person.proposedPosts[0].id];
  };
  const endPost = (postId: string, as = admin) =>
    office.mutate('endPost', 'EndPost', { postId }, 'person { id proposedPosts { id } }', as);
  const administrator = (personId: string | null) =>
    aViewer({ personId: personId ?? '', roles: ['ADMIN'], orgId: bureau, scopeOrgId: county });

  it('15-1.5: begins with a second founding account that confirms, known to everybody, and whose post stays', async () => {
    expect(await office.claims('confirmer')).toMatchObject({
      personId: foundingConfirmer,
      posts: [{ orgId: null, scopeOrgId: null, roles: ['ADMIN'] }],
    });
    expect(await eventsOf('PersonChanged', foundingConfirmer)).toHaveLength(1);
    expect(codeOf(await endPost(foundingConfirmerPost))).toBe('FORBIDDEN');
    expect(ruleOf(await endPost(foundingConfirmerPost, confirmer))).toBe('O-7');
    expect(codeOf(await office.propose(foundingConfirmer, bureau, ['HANDLER']))).toBe('FORBIDDEN');
    expect(codeOf(await office.propose(foundingAdministrator, bureau, ['HANDLER'], {}, confirmer))).toBe('FORBIDDEN');
  });

  it('15-1.5: lets no administrator give himself a post or a clearance', async () => {
    const own = await office.createPerson('D100');
    await office.assign(own, bureau, ['ADMIN']);

    expect(codeOf(await office.propose(foundingAdministrator, bureau, ['HANDLER']))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.propose(own, bureau, ['HANDLER'], {}, administrator(own)))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.proposeClearance({ personId: own, secrecyLevel: 'SECRET' }, administrator(own)))).toBe(
      'SEPARATION_OF_DUTIES',
    );
  });

  it('15-1.5: lets a proposed post count for nothing', async () => {
    const [person] = await proposedIn('D110', ['ORG_HEAD'], { principal: true });

    expect(await office.claims('D110')).toMatchObject({ posts: [], clearance: 'INTERNAL' });
    expect(await eventsOf('PostsChanged', person)).toMatchObject([{ data: { posts: [] } }]);
    const { data } = await office.query(
      `query ($bureau: ID!) { org(id: $bureau) { head { id } people { totalCount } }
        people(where: { role: "ORG_HEAD" }) { totalCount } person(staffNo: "D110") { posts { id } primaryOrg { id } } }`,
      { bureau },
    );
    expect(data.org.head).toBeNull();
    expect(data.people.totalCount).toBe(0);
    expect(data.person).toEqual({ posts: [], primaryOrg: null });
    expect(codeOf(await office.propose(person, bureau, ['HANDLER']))).toBe('DUPLICATE');
  });

  it('15-1.5: lets neither the proposer nor the person confirm, and lets the post count once somebody else has', async () => {
    const [person, post] = await proposedIn('D120', ['ADMIN']);

    expect(codeOf(await office.confirmPosts([post], admin))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.confirmPosts([post], administrator(person)))).toBe('SEPARATION_OF_DUTIES');
    const { data } = await office.confirmPosts([post]);

    expect(data.posts).toMatchObject([{ id: post, state: 'CONFIRMED', person: { posts: [{ id: post }] } }]);
    expect((await office.claims('D120')).posts).toEqual([
      { orgId: bureau, scopeOrgId: bureau, roles: ['ADMIN'], onBehalfOf: null },
    ]);
    expect((await eventsOf('PostsChanged', person)).at(-1)).toMatchObject({ data: { posts: [{ roles: ['ADMIN'] }] } });
    const shown = '{ person(staffNo: "D120") { posts { proposedBy { staffNo } confirmedBy { staffNo } } } }';
    expect((await office.query(shown)).data.person.posts).toEqual([
      { proposedBy: { staffNo: 'admin' }, confirmedBy: { staffNo: 'confirmer' } },
    ]);
    expect(ruleOf(await office.confirmPosts([post]))).toBe('O-8');
  });

  it('15-1.5: lets no administrator confirm through a person he made, whose own post nobody confirmed', async () => {
    const [puppet] = await proposedIn('D130', ['ADMIN']);
    const [, second] = await proposedIn('D131', ['HANDLER']);
    const { posts } = await office.claims('D130');

    expect(codeOf(await office.confirmPosts([second], aViewer({ personId: puppet, posts, orgId: '' })))).toBe(
      'NOT_FOUND',
    );
  });

  it('15-1.5: clears nobody before somebody else than the proposer and the person confirms', async () => {
    const person = await office.createPerson('D140');
    await office.assign(person, bureau, ['SECRECY_OFFICER']);
    const proposed = await office.proposeClearance({ personId: person, secrecyLevel: 'SECRET', validTo: '2030-01-01' });

    expect(proposed.data.person).toMatchObject({
      clearance: { secrecyLevel: 'INTERNAL' },
      proposedClearance: { secrecyLevel: 'SECRET', validTo: '2030-01-01', proposedBy: { staffNo: 'admin' } },
    });
    const officer = aViewer({ personId: person, roles: ['SECRECY_OFFICER'], orgId: bureau });
    expect((await office.claims('D140')).clearance).toBe('INTERNAL');
    expect(codeOf(await office.confirmClearances([person], admin))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.confirmClearances([person], officer))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.confirmClearances([person], aViewer({ roles: ['ORG_HEAD'], orgId: bureau })))).toBe(
      'FORBIDDEN',
    );

    expect((await office.confirmClearances([person])).data.people).toEqual([
      { clearance: { secrecyLevel: 'SECRET', validTo: '2030-01-01', inForce: true }, proposedClearance: null },
    ]);
    expect((await office.claims('D140')).clearance).toBe('SECRET');
    expect(await eventsOf('ClearanceChanged', person)).toMatchObject([
      { data: { clearance: 'INTERNAL' } },
      { data: { clearance: 'SECRET' } },
    ]);
    expect(ruleOf(await office.confirmClearances([person]))).toBe('O-8');
  });

  it('15-1.5: counts one of two who confirm at once, and tells it once', async () => {
    const [person, post] = await proposedIn('D150', ['HANDLER']);
    const answers = await Promise.all([
      office.confirmPosts([post]),
      office.confirmPosts([post], administrator('psn_other')),
    ]);

    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.filter(({ errors }) => errors).map(ruleOf)).toEqual(['O-8']);
    expect(await eventsOf('PostsChanged', person)).toHaveLength(2);

    await office.proposeClearance({ personId: person, secrecyLevel: 'SECRET' });
    const cleared = await Promise.all([
      office.confirmClearances([person]),
      office.confirmClearances([person], administrator('psn_other')),
    ]);
    expect(cleared.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(await eventsOf('ClearanceChanged', person)).toHaveLength(2);
  });

  it('15-1.5: confirms all that is named or nothing, each with its entry in the audit', async () => {
    const [, first] = await proposedIn('D160', ['HANDLER']);
    const [, second] = await proposedIn('D161', ['HANDLER']);

    expect(codeOf(await office.confirmPosts([first, 'pst_x']))).toBe('NOT_FOUND');
    expect(codeOf(await office.confirmPosts([]))).toBe('BAD_USER_INPUT');
    expect(codeOf(await office.confirmPosts(Array.from({ length: 501 }, (_, at) => `pst_${at}`)))).toBe(
      'BAD_USER_INPUT',
    );
    expect((await office.claims('D160')).posts).toEqual([]);
    await office.confirmPosts([first, second]);
    const audit = office.service.db.read.getRepository(AuditEntity);
    expect(await audit.countBy({ act: 'confirmPost', entityId: first })).toBe(1);
    expect(await audit.countBy({ act: 'confirmPost', entityId: second })).toBe(1);
  });

  it('15-1.5: lets proposals be taken back, by the proposer also without the role', async () => {
    const [person, post] = await proposedIn('D170', ['HANDLER']);
    const told = await eventsOf('PostsChanged', person);

    expect(codeOf(await endPost(post, aViewer({ personId: 'psn_clerk', roles: ['HANDLER'], orgId: bureau })))).toBe(
      'NOT_FOUND',
    );
    expect(
      (await endPost(post, aViewer({ personId: foundingAdministrator, roles: ['HANDLER'], orgId: bureau }))).errors,
    ).toBeUndefined();
    expect(ruleOf(await office.confirmPosts([post]))).toBe('O-8');
    expect(await eventsOf('PostsChanged', person)).toEqual(told);
    await office.assign(person, bureau, ['HANDLER']);
    await office.proposeClearance({ personId: person, secrecyLevel: 'SECRET' });
    await office.mutate('revokeClearance', 'RevokeClearance', { personId: person }, 'person { id }');
    expect(ruleOf(await office.confirmClearances([person]))).toBe('O-8');
  });

  it('15-1.5: shows what waits to who oversees the unit, and to nobody else', async () => {
    const other = await office.createOrg('D26', 'DEPT', county);
    await office.listen();
    const [person, post] = await proposedIn('D180', ['HANDLER']);
    const list = '{ proposedPosts(first: 100) { totalCount nodes { id } } }';
    const own =
      '{ person(staffNo: "D180") { proposedPosts { id } proposedClearance { secrecyLevel } allowedActions } }';
    const over = (orgId: string, role = 'ADMIN') => aViewer({ roles: [role], orgId, personId: 'psn_viewer' });
    const listed = async (as: ReturnType<typeof over>) =>
      (await office.query(list, {}, as)).data.proposedPosts?.nodes.some(({ id }: { id: string }) => id === post);
    const shown = async (as: ReturnType<typeof over>) => (await office.query(own, {}, as)).data.person.proposedPosts;

    expect(await listed(over(bureau))).toBe(true);
    expect(await listed(over(county, 'SECRECY_OFFICER'))).toBe(true);
    expect(await listed(over(other))).toBe(false);
    expect((await office.query(list, {}, over(other))).data.proposedPosts.totalCount).toBe(0);
    expect(codeOf(await office.query(list, {}, over(bureau, 'HANDLER')))).toBe('FORBIDDEN');
    expect(await shown(over(bureau))).toEqual([{ id: post }]);
    expect(await shown(over(other))).toEqual([]);
    expect(await shown(aViewer({ personId: person, roles: ['HANDLER'], orgId: bureau }))).toEqual([]);
    expect(codeOf(await office.confirmPosts([post], over(other)))).toBe('NOT_FOUND');
    expect(codeOf(await office.confirmPosts([post], over(bureau, 'SECRECY_OFFICER')))).toBe('FORBIDDEN');
  });

  it('15-1.5: lets nobody confirm a reach beyond the own, as nobody proposes one', async () => {
    const hall = await office.createOrg('D02', 'DEPT', county);
    await office.listen();
    const person = await office.createPerson('D190');
    const { data } = await office.propose(person, hall, ['OFFICE_DIRECTOR']);
    const [{ id }] = data.person.proposedPosts;

    expect(codeOf(await office.confirmPosts([id], aViewer({ roles: ['ADMIN'], orgId: hall })))).toBe('FORBIDDEN');
    expect((await office.confirmPosts([id])).errors).toBeUndefined();
    expect((await office.claims('D190')).posts).toMatchObject([{ scopeOrgId: county }]);
  });

  it('15-1.5: asks as many statements to confirm forty posts and clearances of a unit as to confirm two', async () => {
    let serial = 0;
    const clerks = async (count: number): Promise<[people: string[], posts: string[]]> => {
      const proposed = [];
      for (let at = 0; at < count; at++) proposed.push(await proposedIn(`D3${serial++}`, ['HANDLER']));
      return [proposed.map(([person]) => person), proposed.map(([, post]) => post)];
    };
    /** The least of three, each with clerks of its own. */
    const costs = async (count: number): Promise<[number, number]> => {
      const prepared = [await clerks(count), await clerks(count), await clerks(count)];
      const each = prepared.values();
      const posts = await statementsOf(async () => office.confirmPosts(each.next().value?.[1] ?? []));
      for (const personId of prepared.flatMap(([people]) => people))
        await office.proposeClearance({ personId, secrecyLevel: 'SECRET' });
      const again = prepared.values();
      const clearances = await statementsOf(async () => office.confirmClearances(again.next().value?.[0] ?? []));
      for (const [people] of prepared) expect(ruleOf(await office.confirmClearances(people))).toBe('O-8');
      return [posts, clearances];
    };

    expect(await costs(40)).toEqual(await costs(2));
  });
});
