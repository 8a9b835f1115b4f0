import { createHash } from 'node:crypto';
import { canonicalJson } from '@chengqi/service-kit';
import type { AgendaItem, Attendee, Meeting, RecordNote } from '../meetings/meeting.ts';
import type { Resolution } from '../resolutions/resolution.ts';

/** Everything a record states. */
export interface RecordParts {
  readonly meeting: Meeting;
  readonly agenda: readonly AgendaItem[];
  readonly attendees: readonly Attendee[];
  readonly notes: readonly RecordNote[];
  readonly resolutions: readonly Resolution[];
}

/** MTG-4: SHA-256 of the record; corrections appended after the seal are not part of it. */
export function recordDigest({ meeting, agenda, attendees, notes, resolutions }: RecordParts): string {
  const statement = {
    meeting: [meeting.meetingNo, meeting.title, meeting.chairId, meeting.startAt, meeting.endAt],
    agenda: byKey(agenda, (item) => item.id).map(({ number, title, outcome }) => [number, title, outcome]),
    attendees: byKey(attendees, (attendee) => attendee.id).map((attendee) => [
      attendee.personId,
      attendee.role,
      attendee.partstat,
      attendee.delegateToId,
      attendee.signInAt,
    ]),
    notes: byKey(
      notes.filter(({ correction }) => !correction),
      (note) => note.id,
    ).map(({ at, agendaItemId, speakerId, text, dissent }) => [at, agendaItemId, speakerId, text, dissent]),
    resolutions: byKey(resolutions, (resolution) => resolution.code).map((resolution) => [
      resolution.code,
      resolution.text,
      resolution.requiresAction,
      resolution.leadOrgId,
      resolution.coOrgIds,
      resolution.leaderId,
      resolution.dueOn,
    ]),
  };
  return createHash('sha256').update(canonicalJson(statement)).digest('hex');
}

const byKey = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
  rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
