import {
  meetingCancelled,
  meetingClosed,
  meetingScheduled,
  minutesSigned,
  resolutionAdopted,
  supervisionWaived,
} from '@chengqi/schemas/events/meetings';
import { momentOf } from '../projection/projection.ts';
import { begins, goesOn } from './node-events.ts';

export const meetingNodes = [
  begins(meetingScheduled, ({ data }) => ({ state: 'SCHEDULED', code: data.meetingNo, at: momentOf(data.startAt) })),
  goesOn(meetingCancelled, () => ({ state: 'CANCELLED' })),
  goesOn(meetingClosed, () => ({ state: 'CLOSED' })),
  begins(minutesSigned, ({ data }) => ({ state: 'SIGNED', at: momentOf(data.signedAt) })),
  begins(resolutionAdopted, ({ data }) => ({
    state: data.waived ? 'WAIVED' : 'ADOPTED',
    code: data.code,
    at: momentOf(data.adoptedAt),
  })),
  goesOn(supervisionWaived, () => ({ state: 'WAIVED' })),
];
