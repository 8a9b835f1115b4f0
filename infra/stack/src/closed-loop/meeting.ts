import type { SecrecyLevel } from '@chengqi/schemas';
import type { Data } from '../client.ts';
import type { Cast, Org, Player } from './cast.ts';
import type { PatientClient as Client } from './patient-client.ts';
import type { Stage } from './stage.ts';

/** The people and orgs of one chain. */
export interface Parts {
  readonly office: Org;
  readonly lead: Org;
  readonly secretary: Player;
  readonly director: Player;
  readonly chair: Player;
  readonly head: Player;
}

export interface Decision {
  readonly meetingId: string;
  readonly resolutionId: string;
}

const minute = 60_000;

/** From the plan of a meeting to its sealed record, with one resolution that requires action. */
export async function holdMeeting(
  stage: Stage,
  client: Client,
  parts: Parts,
  now: Date,
  secrecyLevel: SecrecyLevel,
): Promise<Decision> {
  const open = secrecyLevel === 'PUBLIC' || secrecyLevel === 'INTERNAL';
  const { office, secretary, chair, head } = parts;
  const startAt = new Date(now.getTime() + 5 * minute).toISOString();
  const endAt = new Date(now.getTime() + 65 * minute).toISOString();
  const { meeting } = await stage.act(
    secretary,
    'plans a special meeting on the safety of public places',
    'planMeeting',
    {
      title: '公共场所安全隐患整治专题会议',
      type: 'SPECIAL',
      organizerOrgId: office.id,
      secretaryId: secretary.id,
      chairId: chair.id,
      startAt,
      endAt,
      secrecyLevel,
      ...(open ? { mode: 'ONLINE', vcUrl: 'https://meet.example.cn/room' } : { mode: 'ONSITE' }),
      agenda: [{ title: '研究公共场所隐患整治' }],
      attendees: [
        { personId: chair.id, role: 'CHAIR' },
        { personId: head.id, role: 'REQ' },
      ],
    },
    'meeting { id agenda { id } attendees { id person { id } } }',
  );
  if (open) await bookTwice(stage, client, secretary, office, meeting.id, startAt, endAt);
  else await bookClassified(stage, client, parts, meeting.id, startAt, endAt);
  const of = { meetingId: meeting.id };
  await stage.act(secretary, 'schedules it', 'scheduleMeeting', of, 'meeting { state }');
  await stage.act(chair, 'opens it', 'openMeeting', of, 'meeting { state }');
  for (const { id, person } of meeting.attendees) {
    const who = person.id === chair.id ? chair : head;
    await stage.act(who, 'signs in', 'signInAttendee', { attendeeId: id, method: 'QR' }, '__typename');
  }
  const [{ id: agendaItemId }] = meeting.agenda;
  const text = `会议议定，由${parts.lead.name}牵头，限期消除公共场所重大火灾隐患，整改率100%。`;
  await stage.act(
    secretary,
    'writes the record',
    'addNote',
    { ...of, agendaItemId, speakerId: chair.id, text },
    '__typename',
  );
  await stage.refused(secretary, 'ends it before the item has an outcome', 'endMeeting', of, [
    'GUARD_FAILED',
    'GUARD_FAILED MTG-4',
  ]);
  await stage.act(
    secretary,
    'records the item as adopted',
    'recordOutcome',
    { ...of, agendaItemId, outcome: 'ADOPTED' },
    '__typename',
  );
  const { resolution } = await stage.act(
    secretary,
    'drafts the resolution',
    'draftResolution',
    {
      agendaItemId,
      text,
      requiresAction: true,
      leadOrgId: parts.lead.id,
      leaderId: chair.id,
      dueOn: dayAfter(now, 30),
    },
    'resolution { id code }',
  );
  await stage.act(secretary, `ends the meeting; the resolution is ${resolution.code}`, 'endMeeting', of, '__typename');
  await stage.act(secretary, 'seals the record', 'sealRecord', of, '__typename');
  await stage.refused(
    secretary,
    'adds to a sealed record as if it were open',
    'recordOutcome',
    { ...of, agendaItemId, outcome: 'REJECTED' },
    ['ILLEGAL_TRANSITION'],
  );
  return { meetingId: meeting.id, resolutionId: resolution.id };
}

/** Books a free room, then the same again, which must be refused (MTG-1). */
async function bookTwice(
  stage: Stage,
  client: Client,
  secretary: Player,
  office: Org,
  meetingId: string,
  start: string,
  end: string,
): Promise<void> {
  const { freeRooms } = await client.run(
    secretary.staffNo,
    'query ($from: DateTime!, $to: DateTime!) { freeRooms(from: $from, to: $to) { id name approvalNeeded } }',
    { from: start, to: end },
  );
  const room = freeRooms.find((candidate: Data) => !candidate.approvalNeeded);
  if (!room) return;
  const booking = { roomId: room.id, start, end, purpose: '专题会议', orgId: office.id };
  await stage.act(secretary, `books ${room.name}`, 'bookRoom', { ...booking, meetingId }, '__typename');
  await stage.refused(secretary, `books ${room.name} again for the same hour`, 'bookRoom', booking, [
    'CONFLICT_BOOKING',
  ]);
}

/** A room fit for classified talk, approved by the office director. */
async function bookClassified(
  stage: Stage,
  client: Client,
  { secretary, director, office }: Parts,
  meetingId: string,
  start: string,
  end: string,
): Promise<void> {
  const { freeRooms } = await client.run(
    secretary.staffNo,
    'query ($from: DateTime!, $to: DateTime!) { freeRooms(from: $from, to: $to, features: ["CLASSIFIED_OK"]) { id name } }',
    { from: start, to: end },
  );
  const [room] = freeRooms;
  if (!room) throw new Error('no room of this county is fit for a classified meeting');
  const input = { roomId: room.id, start, end, purpose: '会议', orgId: office.id, meetingId };
  const { booking } = await stage.act(secretary, `asks for ${room.name}`, 'bookRoom', input, 'booking { id state }');
  if (booking.state === 'REQUESTED')
    await stage.act(director, 'approves the room', 'approveBooking', { bookingId: booking.id }, '__typename');
}

/** From the draft of the minutes to the signature that adopts the resolutions. */
export async function signMinutes(
  stage: Stage,
  client: Client,
  parts: Parts,
  { meetingId, resolutionId }: Decision,
): Promise<string> {
  const { office, secretary, director, lead } = parts;
  const { resolution } = await client.run(secretary.staffNo, 'query ($id: ID!) { resolution(id: $id) { text } }', {
    id: resolutionId,
  });
  const docCode = office.docCodes.find((code) => code.includes('纪要')) ?? office.docCodes.at(0);
  const { minutes } = await stage.act(
    secretary,
    'drafts the minutes',
    'draftMinutes',
    {
      meetingId,
      title: '公共场所安全隐患整治专题会议纪要',
      text: resolution.text,
      recipientOrgIds: [lead.id],
      docCode,
    },
    'minutes { id }',
  );
  const of = { minutesId: minutes.id };
  await stage.act(secretary, 'submits them', 'submitMinutes', of, '__typename');
  await stage.refused(secretary, 'reviews own draft', 'reviewMinutes', { ...of, result: 'PASS' }, [
    'FORBIDDEN',
    'SEPARATION_OF_DUTIES',
  ]);
  await stage.act(
    director,
    'returns them once',
    'reviewMinutes',
    { ...of, result: 'RETURN', reason: '请补充责任单位' },
    '__typename',
  );
  await stage.act(secretary, 'submits them again', 'submitMinutes', of, '__typename');
  await stage.act(director, 'passes them', 'reviewMinutes', { ...of, result: 'PASS' }, '__typename');
  await stage.act(parts.chair, 'signs the minutes', 'signMinutes', of, '__typename');
  return minutes.id;
}

/** Who plays the meeting's parts in this county; the lead org has people to rectify and a place to look after. */
export function chooseParts(cast: Cast): Parts {
  const anyDirector = cast.find('OFFICE_DIRECTOR');
  const office = cast.org(anyDirector.posts.find(({ roles }) => roles.includes('OFFICE_DIRECTOR'))?.orgId ?? '');
  return partsOf(cast, office, chooseLead(cast, office), null, null);
}

/** The same for a meeting that was held already. */
export function partsOf(cast: Cast, office: Org, lead: Org, chair: Player | null, secretary: Player | null): Parts {
  const director = cast.find('OFFICE_DIRECTOR', { over: office, ...(chair && { not: [chair] }) });
  const drafting = secretary ?? cast.find('MEETING_SECRETARY', { over: office, not: [director] });
  return {
    office,
    lead,
    director,
    secretary: drafting,
    chair:
      chair ??
      cast.seek('PRINCIPAL', { not: [director, drafting] }) ??
      cast.find('SIGNER', { not: [director, drafting] }),
    head: cast.find('ORG_HEAD', { over: lead, inside: lead }),
  };
}

const needed = ['ORG_HEAD', 'HANDLER', 'RECTIFIER', 'SAFETY_OFFICER', 'REGISTRAR'];

function chooseLead(cast: Cast, office: Org): Org {
  const able = cast.orgs.filter(
    (org) =>
      !org.path.startsWith(office.path) &&
      !office.path.startsWith(org.path) &&
      needed.every((role) => cast.seek(role, { over: org, inside: org })),
  );
  const lead =
    able.find((org) => org.sites.length > 0 && cast.seek('RECTIFIER', { inside: org, also: 'INSPECTOR' })) ??
    able.find((org) => org.sites.length > 0) ??
    able.at(0);
  if (!lead)
    throw new Error(
      'no unit of this county has the people to lead: ORG_HEAD, HANDLER, RECTIFIER, SAFETY_OFFICER, REGISTRAR',
    );
  return lead;
}

/** `days` after the given instant, as a business day. */
export const dayAfter = (now: Date, days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(
    new Date(now.getTime() + days * 24 * 60 * minute),
  );
