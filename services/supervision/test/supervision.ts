import { type County, seedCounty } from '@chengqi/office-kernel/testing';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import { hazardClosed, hazardConfirmed, hazardLinked, hazardReported } from '@chengqi/schemas/events/security';
import { type Dialect, systemIds, type Viewer } from '@chengqi/service-kit';
import { startTestService, type TestService } from '@chengqi/service-kit/testing';
import { supervision } from '../src/service.ts';

type DeliverOptions = NonNullable<Parameters<TestService['deliver']>[3]>;

/** A supervision service with a small county and the acts of its people, each by its shortest name. */
export async function openSupervision(dialect: Dialect, classifiedText = '涉密决议全文') {
  const hidden: string[] = [];
  /** As documents tells of them, by id. */
  const documents = new Map<string, Record<string, unknown>>();
  const office = await startTestService(supervision, {
    dialect,
    hiddenElsewhere: hidden,
    systemReads: (owner, references) =>
      references.map(({ __typename, id }) =>
        owner === 'documents' && __typename === 'Document' ? (documents.get(id) ?? null) : { id, text: classifiedText },
      ),
  });
  const county = await seedCounty(office);
  return { office, county, hidden, documents, ...acting(office, county), ...announcing(office, county) };
}

export type Supervision = Awaited<ReturnType<typeof openSupervision>>;

const fields =
  'item { id version state code weight progressPercent dueAt originalDueAt secrecyLevel allowedActions assignments { id lead state org { id } handler { id } } notices { id color answer } obstacles { id state } hazards { id role state hazard { id } } }';
const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function acting(office: TestService, { orgs, people }: County) {
  /** Performs the mutation and answers the item, or throws the refusal's code and rule. */
  async function act(as: Viewer, mutation: string, input: Record<string, unknown>) {
    const query = `mutation ($input: ${capital(mutation)}Input!) { ${mutation}(input: $input) { ${fields} } }`;
    const { data, errors } = await office.execute(query, { input }, as);
    const [error] = errors ?? [];
    if (error) throw new Error([error.extensions.code, error.extensions.rule].filter(Boolean).join(' '));
    return data[mutation].item;
  }
  const proposed = () =>
    act(people.supervisor, 'proposeItem', {
      ownerOrgId: orgs.county.id,
      title: '校舍安全排查',
      requirement: '排查全部校舍',
    });
  const registration = {
    leaderId: people.leader.personId,
    leadOrgId: orgs.educationBureau.id,
    dueOn: '2026-10-30',
    feedbackCycle: 'WEEKLY',
  };
  const registered = async (more: Record<string, unknown> = {}) => {
    const item = await proposed();
    return act(more.weight === 'MAJOR' ? people.leader : people.director, 'registerItem', {
      itemId: item.id,
      ...registration,
      ...more,
    });
  };
  const started = async (more: Record<string, unknown> = {}) => {
    const item = await act(people.supervisor, 'assignItem', { itemId: (await registered(more)).id });
    return act(people.educationHandler, 'acceptAssignment', { assignmentId: item.assignments[0].id });
  };
  const verifying = async (more: Record<string, unknown> = {}) =>
    act(people.educationHead, 'submitCompletion', { itemId: (await started(more)).id, result: '已全部排查' });
  const pass = (itemId: string, more: Record<string, unknown> = {}, as: Viewer = people.supervisor) =>
    act(as, 'verifyItem', { itemId, method: 'ONSITE', result: 'PASS', ...more });
  return { act, proposed, registration, registered, started, verifying, pass };
}

function announcing(office: TestService, { orgs, people, sites }: County) {
  const adopted = async (more: Record<string, unknown> = {}, options: DeliverOptions = {}) => {
    const id = systemIds.next('res');
    const data = {
      resolutionId: id,
      code: 'CW2026-01-01',
      meetingId: systemIds.next('mtg'),
      text: '由县教育局牵头，10月底前完成校舍安全排查。',
      requiresAction: true,
      leadOrgId: orgs.educationBureau.id,
      coOrgIds: [] as string[],
      leaderId: people.leader.personId,
      supervisingOrgId: orgs.county.id,
      dueOn: '2026-10-30',
      adoptedAt: office.clock.now().toISOString(),
      level: 'INTERNAL' as const,
      waived: false,
      ...more,
    };
    await office.deliver(resolutionAdopted, id, data, options);
    return id;
  };
  const identity = (hazardId: string) => ({
    hazardId,
    code: '隐〔2026〕1号',
    siteId: sites.school.id,
    ownerOrgId: orgs.county.id,
    source: { type: 'StaffReport' as const, id: null },
  });
  type Source = { type: 'SupervisionItem' | 'StaffReport'; id: string | null };
  const reported = async (hazardId = systemIds.next('haz'), source: Source = { type: 'StaffReport', id: null }) => {
    const data = {
      ...identity(hazardId),
      source,
      responsibleOrgId: null,
      level: null,
      state: 'REPORTED' as const,
      title: '墙体开裂',
    };
    await office.deliver(hazardReported, hazardId, data);
    return hazardId;
  };
  const confirmed = async (
    hazardId: string,
    level: 'GENERAL' | 'MAJOR' = 'MAJOR',
    options: DeliverOptions = {},
    source: Source = { type: 'StaffReport', id: null },
  ) =>
    office.deliver(
      hazardConfirmed,
      hazardId,
      {
        ...identity(hazardId),
        source,
        responsibleOrgId: orgs.educationBureau.id,
        level,
        state: 'CONFIRMED',
        dueAt: '2026-10-01T00:00:00Z',
        listed: false,
      },
      options,
    );
  const closed = (hazardId: string, options: DeliverOptions = {}) =>
    office.deliver(
      hazardClosed,
      hazardId,
      {
        ...identity(hazardId),
        responsibleOrgId: orgs.educationBureau.id,
        level: 'MAJOR',
        state: 'CLOSED',
        title: null,
        closedAt: '2026-09-30T00:00:00Z',
      },
      options,
    );
  const linked = (
    itemId: string,
    hazardId: string,
    linkId: string | null,
    state: 'REPORTED' | 'CONFIRMED' = 'REPORTED',
  ) =>
    office.deliver(hazardLinked, hazardId, {
      itemId,
      linkId,
      hazardId,
      role: 'EFFECT',
      code: '隐〔2026〕1号',
      level: null,
      state,
    });
  return { adopted, reported, confirmed, closed, linked };
}
