import { permitted } from '@chengqi/office-kernel/testing';
import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import {
  type AttendanceSubject,
  type AttendeeAction,
  attendanceWorkflow,
  respond,
  signIn,
} from '../attendance/attendance.workflow.ts';
import { minutesWorkflow } from '../minutes/minutes.workflow.ts';
import { resolutionWorkflow } from '../resolutions/resolution.workflow.ts';
import { type MeetingAction, type MeetingStatus, type MeetingSubject, meetingReaders } from './meeting.ts';
import { meetingNoOf, meetingWorkflow, serialOf, withinLevel } from './meeting.workflow.ts';
import { cancel } from './meeting-acts.workflow.ts';

const noon = new Date('2026-09-15T04:00:00Z');
const one = new Date('2026-09-15T05:00:00Z');

const aMeeting = (changes: Partial<MeetingSubject> = {}): MeetingSubject => ({
  id: 'mtg_1',
  status: 'DRAFT',
  version: 1,
  ownerOrgId: 'org_office',
  secrecyLevel: 'INTERNAL',
  createdAt: noon,
  updatedAt: noon,
  meetingNo: 'ZT2026-01',
  title: '专题会',
  type: 'SPECIAL',
  organizerId: 'psn_organizer',
  secretaryId: 'psn_secretary',
  chairId: 'psn_chair',
  startAt: noon,
  endAt: one,
  mode: 'ONLINE',
  vcUrl: null,
  roomId: null,
  icalSequence: 0,
  quorum: null,
  minutesSignerId: null,
  cancelReason: null,
  openedAt: null,
  endedAt: null,
  minutedAt: null,
  sealedAt: null,
  recordDigest: null,
  minutesDraftNo: null,
  imported: false,
  agenda: [
    {
      id: 'agd_1',
      version: 1,
      meetingId: 'mtg_1',
      number: 1,
      title: '一',
      reporterId: null,
      minutes: null,
      outcome: 'ADOPTED',
      secrecyLevel: 'INTERNAL',
      attendeeIds: [],
    },
  ],
  rooms: [],
  present: 0,
  ...changes,
});

const somebody = (personId: string | null, roles: string[] = []): Actor => ({
  personId,
  system: personId === null,
  holds: (role, org) => roles.includes(role) && org === 'org_office',
  belongsTo: () => false,
});
const organizer = somebody('psn_organizer');
const secretary = somebody('psn_secretary');
const colleague = somebody('psn_other', ['MEETING_SECRETARY']);
const chair = somebody('psn_chair');
const attendee = somebody('psn_attendee');
const system = somebody(null);
const everyone = { organizer, secretary, colleague, chair, attendee, system };

const statuses = ['DRAFT', 'SCHEDULED', 'IN_PROGRESS', 'ENDED', 'RECORDED', 'MINUTED', 'CLOSED', 'CANCELLED'] as const;
const same = (...states: MeetingStatus[]) => Object.fromEntries(states.map((state) => [state, state]));
const planners = ['organizer', 'secretary', 'colleague'];
const conductors = ['secretary', 'colleague', 'chair'];
const secretaries = ['secretary', 'colleague'];
const table: [MeetingAction, string[], Partial<Record<MeetingStatus, MeetingStatus>>][] = [
  ['SCHEDULE', planners, { DRAFT: 'SCHEDULED' }],
  ['RESCHEDULE', planners, { SCHEDULED: 'SCHEDULED' }],
  ['CANCEL', [...planners, 'chair'], { DRAFT: 'CANCELLED', SCHEDULED: 'CANCELLED' }],
  ['BOOK', planners, same('DRAFT', 'SCHEDULED')],
  ['INVITE', planners, same('DRAFT', 'SCHEDULED', 'IN_PROGRESS')],
  ['UPDATE', planners, same('DRAFT', 'SCHEDULED')],
  ['SET_AGENDA', planners, same('DRAFT', 'SCHEDULED')],
  ['REMOVE_ATTENDEE', planners, same('DRAFT', 'SCHEDULED')],
  ['OPEN', conductors, { SCHEDULED: 'IN_PROGRESS' }],
  ['ADD_NOTE', secretaries, same('IN_PROGRESS', 'ENDED', 'RECORDED', 'MINUTED', 'CLOSED')],
  ['RECORD_OUTCOME', secretaries, same('IN_PROGRESS')],
  ['DRAFT_RESOLUTION', secretaries, same('IN_PROGRESS', 'ENDED')],
  ['END', conductors, { IN_PROGRESS: 'ENDED' }],
  ['SEAL', secretaries, { ENDED: 'RECORDED' }],
  ['DRAFT_MINUTES', secretaries, same('RECORDED')],
  ['AUTHORISE_SIGNER', ['chair'], same('IN_PROGRESS', 'ENDED', 'RECORDED')],
  ['MINUTE', ['system'], { RECORDED: 'MINUTED' }],
  ['CLOSE', ['system'], { MINUTED: 'CLOSED' }],
];

describe('a meeting', () => {
  it.each(table)('%s is for its people, from its states, and nothing else', (action, people, ways) => {
    for (const [name, actor] of Object.entries(everyone)) {
      for (const status of statuses) {
        const meeting = aMeeting({ status });
        const permit = () => meetingWorkflow.permit(actor, meeting, action).to;
        const to = ways[status];
        if (!people.includes(name)) expect(permit).toThrow('FORBIDDEN');
        else if (to) expect(permit()).toBe(to);
        else expect(permit).toThrow(`Cannot ${action} from ${status}`);
        const allowed = meetingWorkflow.allowedActions(actor, meeting).includes(action);
        expect(allowed).toBe(people.includes(name) && to !== undefined);
      }
    }
  });

  it('the table holds no action that is not tested', () => {
    expect([...new Set(meetingWorkflow.rows.map(({ action }) => action))].sort()).toEqual(
      table.map(([action]) => action).sort(),
    );
  });

  const room = (status: 'REQUESTED' | 'CONFIRMED' | 'CHECKED_IN', classifiedOk = false) => ({ status, classifiedOk });
  it.each([
    ['no chair', { chairId: null }],
    ['an empty agenda', { agenda: [] }],
    ['no room', { mode: 'ONSITE' }],
    ['a room not yet confirmed', { mode: 'HYBRID', rooms: [room('REQUESTED')] }],
    [
      'a video link when classified',
      { mode: 'ONSITE', secrecyLevel: 'WORK_SECRET', vcUrl: 'vc', rooms: [room('CONFIRMED', true)] },
    ],
    [
      'a hybrid mode when classified',
      { mode: 'HYBRID', secrecyLevel: 'WORK_SECRET', rooms: [room('CONFIRMED', true)] },
    ],
    ['a plain room when classified', { mode: 'ONSITE', secrecyLevel: 'WORK_SECRET', rooms: [room('CONFIRMED')] }],
  ] satisfies [string, Partial<MeetingSubject>][])('is not scheduled with %s', (_, changes) => {
    expect(() => meetingWorkflow.permit(secretary, aMeeting(changes), 'SCHEDULE')).toThrow('GUARD_FAILED');
    expect(meetingWorkflow.allowedActions(secretary, aMeeting(changes))).not.toContain('SCHEDULE');
  });

  it('does not open below its quorum, and does not end with an open item', () => {
    const waiting = aMeeting({ status: 'SCHEDULED', quorum: 3, present: 2 });
    const [item] = aMeeting().agenda;
    const open = aMeeting({ status: 'IN_PROGRESS', agenda: item ? [{ ...item, outcome: 'NONE' }] : [] });

    expect(() => meetingWorkflow.permit(chair, waiting, 'OPEN')).toThrow('GUARD_FAILED');
    expect(meetingWorkflow.permit(chair, { ...waiting, present: 3 }, 'OPEN').to).toBe('IN_PROGRESS');
    expect(() => meetingWorkflow.permit(chair, open, 'END')).toThrow('GUARD_FAILED');
  });

  it('checks role before version before state', () => {
    const stale = { expectedVersion: 9 };
    expect(() => meetingWorkflow.permit(attendee, aMeeting({ status: 'CLOSED' }), 'SEAL', stale)).toThrow('FORBIDDEN');
    expect(() => meetingWorkflow.permit(secretary, aMeeting({ status: 'CLOSED' }), 'SEAL', stale)).toThrow(
      'CONFLICT_VERSION',
    );
    expect(() => meetingWorkflow.permit(secretary, aMeeting({ status: 'CLOSED' }), 'SEAL')).toThrow(
      'ILLEGAL_TRANSITION',
    );
  });

  it('is open, when classified, to whoever acts on it or on what comes out of it', () => {
    const tables = [meetingWorkflow, attendanceWorkflow, minutesWorkflow, resolutionWorkflow];
    expect(new Set(meetingReaders)).toEqual(new Set(tables.flatMap(({ roles }) => roles)));
  });

  it('tells of its cancellation only when it was announced, and at INTERNAL why', () => {
    const cancelled = (changes: Partial<MeetingSubject>) => {
      const meeting = aMeeting(changes);
      return cancel(meeting, permitted(meetingWorkflow, chair, meeting, 'CANCEL', { at: noon }), '改期');
    };

    expect(cancelled({}).events).toEqual([]);
    expect(cancelled({ status: 'SCHEDULED' }).events).toMatchObject([{ data: { reason: '改期' } }]);
    expect(cancelled({ status: 'SCHEDULED', secrecyLevel: 'WORK_SECRET' })).toMatchObject({
      changes: { status: 'CANCELLED', cancelReason: '改期', icalSequence: 1 },
      events: [{ data: { reason: null } }],
    });
  });

  it('MTG-9: nothing inside it is above it', () => {
    expect(() => withinLevel({ secrecyLevel: 'WORK_SECRET' }, { secrecyLevel: 'INTERNAL' })).toThrow('GUARD_FAILED');
    expect(() => withinLevel({ secrecyLevel: 'INTERNAL' }, { secrecyLevel: 'INTERNAL' })).not.toThrow();
  });

  it('has a number that names sort, year and serial', () => {
    expect(meetingNoOf('EXECUTIVE', 2026, 7)).toBe('CW2026-07');
    expect(serialOf('CW2026-107')).toEqual({ type: 'EXECUTIVE', year: 2026, serial: 107 });
    for (const other of ['QQ2026-07', 'CW2026', '第7次常务会', 'CW2026-7x']) expect(serialOf(other)).toBeNull();
  });
});

const anAttendance = (changes: Partial<AttendanceSubject> = {}): AttendanceSubject => ({
  status: 'SCHEDULED',
  version: 1,
  ownerOrgId: 'org_office',
  chairId: 'psn_chair',
  secretaryId: 'psn_secretary',
  startAt: noon,
  endAt: one,
  personId: 'psn_attendee',
  role: 'REQ',
  partstat: 'NEEDS_ACTION',
  leaveApprovedById: null,
  signInAt: null,
  ...changes,
});

/** The act that the table permits, as the command hands it on. */
const acts = (actor: Actor, attendance: AttendanceSubject, action: AttendeeAction, at = noon) =>
  permitted(attendanceWorkflow, actor, attendance, action, { at });
const answers = (attendance: AttendanceSubject, answer: 'ACCEPTED' | 'DECLINED') =>
  respond(attendance, acts(attendee, attendance, 'RESPOND'), answer, null).changes.partstat;

describe('MTG-3: an invitation', () => {
  const ways: [AttendeeAction, string[], MeetingStatus[]][] = [
    ['RESPOND', ['attendee'], ['SCHEDULED']],
    ['DELEGATE', ['attendee'], ['SCHEDULED']],
    ['APPROVE_LEAVE', conductors, ['SCHEDULED', 'IN_PROGRESS']],
    ['SIGN_IN', ['attendee', ...secretaries], ['SCHEDULED', 'IN_PROGRESS']],
  ];
  it.each(ways)('%s is for its people while the meeting allows it', (action, people, states) => {
    for (const [name, actor] of Object.entries(everyone)) {
      for (const status of statuses) {
        const permit = () => attendanceWorkflow.permit(actor, anAttendance({ status }), action).to;
        if (!people.includes(name)) expect(permit).toThrow('FORBIDDEN');
        else if (states.includes(status)) expect(permit()).toBe(status);
        else expect(permit).toThrow('ILLEGAL_TRANSITION');
      }
    }
  });

  it.each(['CHAIR', 'REQ'] as const)('a %s declines only with leave', (role) => {
    expect(() => answers(anAttendance({ role }), 'DECLINED')).toThrow('GUARD_FAILED');
    expect(answers(anAttendance({ role, leaveApprovedById: 'psn_chair' }), 'DECLINED')).toBe('DECLINED');
    expect(answers(anAttendance({ role }), 'ACCEPTED')).toBe('ACCEPTED');
  });

  it.each(['OPT', 'NON'] as const)('a %s just declines', (role) => {
    expect(answers(anAttendance({ role }), 'DECLINED')).toBe('DECLINED');
  });

  it('whoever sent a delegate neither signs in nor delegates again', () => {
    for (const action of ['SIGN_IN', 'DELEGATE'] as const) {
      expect(() => attendanceWorkflow.permit(attendee, anAttendance({ partstat: 'DELEGATED' }), action)).toThrow(
        'GUARD_FAILED',
      );
    }
  });

  it('whoever is there already neither declines, sends somebody else, nor gets leave', () => {
    const there = anAttendance({ signInAt: noon, partstat: 'ACCEPTED' });
    for (const action of ['RESPOND', 'DELEGATE'] as const) {
      expect(() => attendanceWorkflow.permit(attendee, there, action)).toThrow('GUARD_FAILED');
    }
    expect(() => attendanceWorkflow.permit(chair, there, 'APPROVE_LEAVE')).toThrow('GUARD_FAILED');
  });

  it('offers nothing that would change nothing: no second signing in, no second leave', () => {
    const offered = (attendance: AttendanceSubject, actor: Actor) => ({
      allowed: attendanceWorkflow.allowedActions(actor, attendance),
      blocked: attendanceWorkflow.blockedActions(actor, attendance).map(({ action }) => action),
    });
    const excused = anAttendance({ partstat: 'DECLINED', leaveApprovedById: 'psn_chair' });

    expect(offered(anAttendance(), secretary).allowed).toEqual(['APPROVE_LEAVE', 'SIGN_IN']);
    expect(offered(excused, secretary).allowed).toEqual(['SIGN_IN']);
    expect(offered(anAttendance({ signInAt: noon, partstat: 'ACCEPTED' }), secretary)).toEqual({
      allowed: [],
      blocked: ['APPROVE_LEAVE'],
    });
  });

  it('nobody gives leave to themselves, whatever they conduct', () => {
    for (const actor of [chair, secretary]) {
      const own = anAttendance({ personId: actor.personId ?? '' });

      expect(() => attendanceWorkflow.permit(actor, own, 'APPROVE_LEAVE')).toThrow('SEPARATION_OF_DUTIES');
      expect(attendanceWorkflow.allowedActions(actor, own)).not.toContain('APPROVE_LEAVE');
    }
  });

  it('signs in from 30 minutes before the start until the end', () => {
    const minutes = (n: number) => () => {
      const attendance = anAttendance();
      const at = new Date(noon.getTime() + n * 60_000);
      return signIn(attendance, acts(attendee, attendance, 'SIGN_IN', at), null).changes;
    };
    for (const n of [-30, 0, 60]) expect(minutes(n)()).toMatchObject({ partstat: 'ACCEPTED', method: 'QR' });
    for (const n of [-30.1, 60.1]) expect(minutes(n)).toThrow('GUARD_FAILED');
  });

  it('is signed in by hand by the secretary, and once', () => {
    const there = anAttendance({ signInAt: noon });
    const signedIn = (attendance: AttendanceSubject) =>
      signIn(attendance, acts(secretary, attendance, 'SIGN_IN', one), null).changes;

    expect(signedIn(anAttendance())).toEqual({ signInAt: one, method: 'MANUAL', partstat: 'ACCEPTED' });
    expect(signedIn(there)).toEqual({});
  });
});
