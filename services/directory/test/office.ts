import { type Dialect, systemViewer, type Viewer } from '@chengqi/service-kit';
import { aViewer, startTestService, type TestAnswer } from '@chengqi/service-kit/testing';
import { foundingAdministrator, foundingConfirmer } from '../src/people/person.ts';
import { directory } from '../src/service.ts';

/** The administrator of the first migration, as the gateway would sign the token. */
export const admin: Viewer = aViewer({
  personId: foundingAdministrator,
  staffNo: 'admin',
  orgId: '',
  posts: [{ orgId: null, scopeOrgId: null, roles: ['ADMIN', 'IMPORTER'] }],
});

/** Whoever confirms what the administrator proposes. */
export const confirmer: Viewer = aViewer({
  personId: foundingConfirmer,
  staffNo: 'confirmer',
  orgId: '',
  posts: [{ orgId: null, scopeOrgId: null, roles: ['ADMIN'] }],
});

const personFields = 'id version posts { id principal scope { id } } proposedPosts { id }';

type Service = Awaited<ReturnType<typeof startTestService>>;

export type DirectoryOffice = Awaited<ReturnType<typeof openOffice>>;

/** A directory of its own with the acts the tests need, each as the founding administrator unless said otherwise. */
export async function openOffice(dialect: Dialect) {
  const service = await startTestService(directory, { dialect });
  const fed = { count: 0 };
  const mutate = async (name: string, type: string, input: object, selection: string, as: Viewer = admin) => {
    const answer = await service.execute(
      `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) { ${selection} } }`,
      { input },
      as,
    );
    return { ...answer, data: answer.data?.answer };
  };
  const propose = (personId: string, orgId: string, roles: string[], more: object = {}, as: Viewer = admin) =>
    mutate('assignPost', 'AssignPost', { personId, orgId, roles, ...more }, `person { ${personFields} }`, as);
  const confirmPosts = (postIds: string[], as: Viewer = confirmer) =>
    mutate('confirmPost', 'ConfirmPost', { postIds }, `posts { id state person { ${personFields} } }`, as);
  const proposeClearance = (input: object, as: Viewer = admin) =>
    mutate('grantClearance', 'GrantClearance', input, `person { id ${clearanceFields} }`, as);
  const confirmClearances = (personIds: string[], as: Viewer = confirmer) =>
    mutate('confirmClearance', 'ConfirmClearance', { personIds }, `people { ${clearanceFields} }`, as);
  return {
    service,
    mutate,
    propose,
    confirmPosts,
    proposeClearance,
    confirmClearances,
    query: (query: string, variables?: Record<string, unknown>, as: Viewer = admin) =>
      service.execute(query, variables, as),
    createOrg: async (
      code: string,
      level: string,
      parentId: string | null = null,
      more: object = {},
    ): Promise<string> =>
      idOf(
        await mutate(
          'createOrg',
          'CreateOrg',
          { code, name: `${code}局`, shortName: code, level, kind: 'GOV', parentId, ...more },
          'org { id }',
        ),
        'org',
      ),
    createPerson: async (staffNo: string, more: object = {}): Promise<string> =>
      idOf(
        await mutate('upsertPerson', 'UpsertPerson', { staffNo, name: `张${staffNo}`, ...more }, 'person { id }'),
        'person',
      ),
    /** Proposed posts of a person. */
    waiting: (personId: string) => waitingOf(service, personId),
    /** A post that two people gave. */
    assign: async (...post: Parameters<typeof propose>) => {
      const proposed = await propose(...post);
      if (proposed.errors) return proposed;
      const confirmed = await confirmPosts(await waitingOf(service, post[0]));
      return { ...confirmed, data: { person: confirmed.data?.posts[0].person } };
    },
    /** A clearance that two people gave. */
    clear: async (input: { personId: string | null; [field: string]: unknown }, as: Viewer = admin) => {
      const proposed = await proposeClearance(input, as);
      if (proposed.errors) return proposed;
      const confirmed = await confirmClearances([input.personId ?? '']);
      return { ...confirmed, data: { person: confirmed.data?.people[0] } };
    },
    /** Confirms whatever waits. */
    confirmAll: async () => {
      const { data } = await service.execute(waiting, {}, confirmer);
      const idsOf = (list: { nodes: { id: string }[] }) => list.nodes.map(({ id }) => id);
      const [postIds, personIds] = [idsOf(data.proposedPosts), idsOf(data.proposedClearances)];
      if (postIds.length > 0) await confirmPosts(postIds);
      if (personIds.length > 0) await confirmClearances(personIds);
      return { posts: postIds.length, clearances: personIds.length };
    },
    /** Lets the service hear its own events, as its own topic would bring them. */
    listen: async () => {
      const events = await service.events();
      for (const event of events.slice(fed.count)) await service.redeliver(event);
      fed.count = events.length;
    },
    claims: async (staffNo: string) => (await service.execute(claims, { staffNo }, systemViewer)).data.viewerClaims,
  };
}

const clearanceFields =
  'clearance { secrecyLevel validTo inForce } proposedClearance { secrecyLevel validTo proposedBy { staffNo } }';
const waiting = '{ proposedPosts(first: 100) { nodes { id } } proposedClearances(first: 100) { nodes { id } } }';

async function waitingOf(service: Pick<Service, 'execute'>, personId: string): Promise<string[]> {
  const query = 'query ($id: ID) { person(id: $id) { proposedPosts { id } } }';
  const { data } = await service.execute(query, { id: personId }, confirmer);
  return data.person.proposedPosts.map(({ id }: { id: string }) => id);
}

const claims =
  'query ($staffNo: String!) { viewerClaims(staffNo: $staffNo) { personId staffNo clearance posts { orgId scopeOrgId roles onBehalfOf { personId orgIds } } } }';

export const codeOf = ({ errors }: Pick<TestAnswer, 'errors'>): string | undefined => errors?.[0]?.extensions.code;
export const ruleOf = ({ errors }: Pick<TestAnswer, 'errors'>): string | undefined => errors?.[0]?.extensions.rule;

function idOf(answer: TestAnswer, field: string): string {
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data[field].id;
}
