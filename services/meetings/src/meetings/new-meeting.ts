/** What a meeting has before anything happened to it. */
export const blankMeeting = (id: string, at: Date) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    createdAt: at,
    updatedAt: at,
    roomId: null,
    icalSequence: 0,
    minutesSignerId: null,
    cancelReason: null,
    openedAt: null,
    endedAt: null,
    minutedAt: null,
    sealedAt: null,
    recordDigest: null,
    minutesDraftNo: null,
    imported: false,
  }) as const;

/** An invitation before its answer. */
export const blankAttendee = (id: string, meetingId: string, position: number) =>
  ({
    id,
    version: 1,
    meetingId,
    partstat: 'NEEDS_ACTION',
    delegateToId: null,
    signInAt: null,
    method: null,
    leaveApprovedById: null,
    comment: null,
    position,
    attendanceNo: null,
  }) as const;
