import { type Dialect, systemViewer, type Viewer } from '@chengqi/service-kit';
import { aViewer, startTestService, type TestAnswer } from '@chengqi/service-kit/testing';
import { foundingAdministrator } from '../src/people/person.ts';
import { directory } from '../src/service.ts';

/** The administrator of the first migration, as the gateway would sign the token. */
export const admin: Viewer = aViewer({
  personId: foundingAdministrator,
  staffNo: 'admin',
  orgId: '',
  posts: [{ orgId: null, scopeOrgId: null, roles: ['ADMIN', 'IMPORTER'] }],
});

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
  return {
    service,
    mutate,
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
    assign: (personId: string, orgId: string, roles: string[], more: object = {}, as: Viewer = admin) =>
      mutate(
        'assignPost',
        'AssignPost',
        { personId, orgId, roles, ...more },
        'person { id version posts { id principal scope { id } } }',
        as,
      ),
    /** Lets the service hear its own events, as its own topic would bring them. */
    listen: async () => {
      const events = await service.events();
      for (const event of events.slice(fed.count)) await service.redeliver(event);
      fed.count = events.length;
    },
    claims: async (staffNo: string) => (await service.execute(claims, { staffNo }, systemViewer)).data.viewerClaims,
  };
}

const claims =
  'query ($staffNo: String!) { viewerClaims(staffNo: $staffNo) { personId staffNo clearance posts { orgId scopeOrgId roles } } }';

export const codeOf = ({ errors }: Pick<TestAnswer, 'errors'>): string | undefined => errors?.[0]?.extensions.code;
export const ruleOf = ({ errors }: Pick<TestAnswer, 'errors'>): string | undefined => errors?.[0]?.extensions.rule;

function idOf(answer: TestAnswer, field: string): string {
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data[field].id;
}
