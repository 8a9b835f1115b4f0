import { seedCounty } from '@chengqi/office-kernel/testing';
import type { Envelope, EventContract } from '@chengqi/schemas';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { startTestService } from '@chengqi/service-kit/testing';
import { analytics } from '../src/service.ts';
import { anEvent, type Told } from './matters.ts';

export type Inbox = Awaited<ReturnType<typeof startInbox>>;

const fields = `nodes { id kind action waitingSince dueAt light org { id } subject { __typename
  ... on SupervisionItem { id } ... on CoordinationCase { id } ... on Hazard { id } ... on CallbackTask { id }
  ... on ServiceCase { id } ... on Rating { id } ... on DutyShift { id } ... on Document { id } } }`;

/** The service with a county, and the inboxes of its people. */
export async function startInbox(dialect: Dialect) {
  const office = await startTestService(analytics, { dialect });
  const county = await seedCounty(office);
  const sequences = new Map<string, number>();

  /** Inboxes of people as the viewer sees them. */
  async function inboxes(as: Viewer | null, ids: readonly (string | null | undefined)[], args = '', asked = fields) {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { work${args} { ${asked} } } } }`;
    return office.execute(query, { r: ids.map((id) => ({ __typename: 'Person', id })) }, as);
  }

  /** The own inbox, or the refusal. */
  async function work(as: Viewer, args = '', asked = fields) {
    const { data, errors } = await inboxes(as, [as.personId], args, asked);
    return errors ? errors[0].extensions : data._entities[0].work;
  }

  /** Actions that wait for somebody on a subject. */
  async function actions(as: Viewer, subjectId: string): Promise<string[]> {
    const { nodes } = await work(as, '(first: 100)');
    return (nodes as { action: string; subject: { id: string } }[])
      .filter(({ subject }) => subject.id === subjectId)
      .map(({ action }) => action)
      .sort();
  }

  /** An event from its owner's topic, owned by the county unless told otherwise, as often as said. */
  async function told<Data>(
    contract: EventContract<Data>,
    subject: string,
    data: NoInfer<Data>,
    { times = 1, ...options }: Told & { times?: number } = {},
  ): Promise<Envelope<Data>> {
    const sequence = (sequences.get(subject) ?? 0) + 1;
    sequences.set(subject, sequence);
    const at = office.clock.now().toISOString();
    const event = anEvent(contract, subject, data, { at, orgId: county.orgs.county.id, ...options }, sequence);
    for (let time = 0; time < times; time += 1) await office.redeliver(event);
    return event;
  }

  return { ...office, ...county, inboxes, work, actions, told };
}
