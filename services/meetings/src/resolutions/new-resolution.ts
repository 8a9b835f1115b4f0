import type { Meeting } from '../meetings/meeting.ts';

/** A resolution before it binds, at the level of its meeting. */
export const blankResolution = (id: string, meeting: Meeting, at: Date) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    ownerOrgId: meeting.ownerOrgId,
    secrecyLevel: meeting.secrecyLevel,
    createdAt: at,
    updatedAt: at,
    meetingId: meeting.id,
    adoptedAt: null,
    superviseBy: null,
    supervisingOrgId: null,
    itemId: null,
    supervisedAt: null,
    waiverReason: null,
    waivedById: null,
    waivedAt: null,
  }) as const;
