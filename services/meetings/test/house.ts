import { seedCounty } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { startTestService } from '@chengqi/service-kit/testing';
import { meetings } from '../src/service.ts';

export type House = Awaited<ReturnType<typeof openHouse>>;
type Input = Record<string, unknown>;

/** A Monday morning, 09:00 in the county. */
export const monday = '2026-09-14T01:00:00Z';

/** The meetings service with its county, and short ways to ask it. */
export async function openHouse(dialect: Dialect) {
  const service = await startTestService(meetings, { dialect, at: monday });
  const county = await seedCounty(service);

  async function send(name: string, input: Input, as: Viewer, selection: string) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    return service.execute(`mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input }, as);
  }

  return {
    service,
    ...county,
    /** The mutation's payload; a refusal fails the test. */
    async act(name: string, input: Input, as: Viewer, selection: string) {
      const { data, errors } = await send(name, input, as, selection);
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
      return data[name];
    },
    /** The refusal of a mutation. */
    async refusal(name: string, input: Input, as: Viewer) {
      const { errors } = await send(name, input, as, '__typename');
      return { ...errors?.[0]?.extensions, message: undefined, requestId: undefined };
    },
    async ask(query: string, variables: Input, as: Viewer) {
      const { data, errors } = await service.execute(query, variables, as);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    [Symbol.asyncDispose]: () => service.close(),
  };
}

export const at = (day: string, time: string) => `${day}T${time}:00+08:00`;

export async function aRoom(
  { act, sites, people }: House,
  input: Input = {},
): Promise<{ id: string; version: number }> {
  const code = `R${Math.random().toString(36).slice(2, 8)}`;
  const room = { code, name: '四楼会议室', siteId: sites.hall.id, capacity: 24, bufferMinutes: 10, ...input };
  return (await act('defineRoom', { ...room }, people.director, 'room { id }')).room;
}

/** What plans a meeting of the government office on Tuesday morning; only who is cleared comes to a classified one. */
export const planOf = ({ orgs, people }: House, input: Input = {}) => ({
  title: '秋冬季森林防火专题会',
  type: 'SPECIAL',
  organizerOrgId: orgs.governmentOffice.id,
  chairId: people.leader.personId,
  startAt: at('2026-09-15', '09:00'),
  endAt: at('2026-09-15', '10:30'),
  mode: 'ONLINE',
  agenda: [{ title: '听取情况汇报' }],
  attendees: guestsOf(people, input.secrecyLevel === 'WORK_SECRET'),
  ...input,
});

const guestsOf = (people: House['people'], classified: boolean) => {
  const [required, optional] = classified
    ? [people.registrar, people.reviewer]
    : [people.emergencyHead, people.townHead];
  return [{ personId: required.personId }, { personId: optional.personId, role: 'OPT' }];
};

/** That meeting, in DRAFT. */
export const aPlan = async (house: House, input: Input = {}) =>
  (await house.act('planMeeting', planOf(house, input), house.people.secretary, meetingFields)).meeting;

export const meetingFields =
  'meeting { id meetingNo state version agenda { id number } attendees { id role partstat person { id } } resolutions { id code state } }';

/** A meeting in progress, its one agenda item adopted. */
export async function anOpenMeeting(house: House, { roomId, ...input }: Input & { roomId?: string } = {}) {
  const { act, people, service } = house;
  const plan = await aPlan(house, input);
  if (roomId) {
    const hold = { roomId, meetingId: plan.id, start: at('2026-09-15', '09:00'), end: at('2026-09-15', '10:30') };
    await act('bookRoom', hold, people.secretary, 'booking { id }');
  }
  await act('scheduleMeeting', { meetingId: plan.id }, people.secretary, 'meeting { id }');
  service.clock.set(at('2026-09-15', '09:00'));
  await act('openMeeting', { meetingId: plan.id }, people.secretary, 'meeting { id }');
  const outcome = { meetingId: plan.id, agendaItemId: plan.agenda[0].id, outcome: 'ADOPTED' };
  return (await act('recordOutcome', outcome, people.secretary, meetingFields)).meeting;
}

export async function aResolution({ act, people, orgs }: House, agendaItemId: string, input: Input = {}) {
  const resolution = {
    agendaItemId,
    text: '由县应急管理局牵头，10月14日前完成重点林区巡护点位布设。',
    requiresAction: true,
    leadOrgId: orgs.emergencyBureau.id,
    coOrgIds: [orgs.educationBureau.id],
    leaderId: people.leader.personId,
    dueOn: '2026-10-14',
    ...input,
  };
  return (await act('draftResolution', resolution, people.secretary, 'resolution { id code state version }'))
    .resolution;
}

/** A sealed meeting with its resolutions. */
export async function aSealedMeeting(
  house: House,
  { resolutions = 1, ...input }: Input & { resolutions?: number; roomId?: string } = {},
) {
  const meeting = await anOpenMeeting(house, input);
  for (let n = 0; n < resolutions; n += 1) await aResolution(house, meeting.agenda[0].id);
  const { act, people } = house;
  await act('endMeeting', { meetingId: meeting.id }, people.secretary, 'meeting { id }');
  return (await act('sealRecord', { meetingId: meeting.id }, people.secretary, meetingFields)).meeting;
}

export async function theMinutes({ act, people, orgs }: House, meetingId: string, input: Input = {}) {
  const minutes = {
    meetingId,
    text: '会议听取了情况汇报，议定了有关事项。',
    recipientOrgIds: [orgs.emergencyBureau.id],
    docCode: '霁政纪要',
    ...input,
  };
  return (await act('draftMinutes', minutes, people.secretary, 'minutes { id state version text digest }')).minutes;
}

/** Minutes signed by the chair. */
export async function signedMinutes(house: House, meetingId: string) {
  const { act, people } = house;
  const { id: minutesId } = await theMinutes(house, meetingId);
  await act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');
  await act('reviewMinutes', { minutesId, result: 'PASS' }, people.director, 'minutes { id }');
  return (await act('signMinutes', { minutesId }, people.leader, 'minutes { id state signedAt }')).minutes;
}
