import {
  hazardClosed,
  hazardConfirmed,
  hazardDismissed,
  hazardPlanApproved,
  hazardReopened,
  hazardReported,
  recheckFailed,
  rectificationSubmitted,
} from '@chengqi/schemas/events/security';
import { happened, momentOf } from '../projection/projection.ts';
import { begins, goesOn } from './node-events.ts';

const moves = (state: string) => () => ({ state });

export const safetyNodes = [
  // Told again when the source of an imported hazard becomes known: it is no less far by that.
  begins(hazardReported, (event, { state, at }) => ({
    state: state ?? 'REPORTED',
    code: event.data.code,
    at: at ?? happened(event.data.reportedAt, event),
  })),
  goesOn(hazardConfirmed, moves('CONFIRMED')),
  goesOn(hazardDismissed, moves('DISMISSED')),
  goesOn(hazardPlanApproved, moves('RECTIFYING')),
  goesOn(rectificationSubmitted, moves('RECHECK')),
  goesOn(recheckFailed, moves('RECTIFYING')),
  goesOn(hazardClosed, ({ data }) => ({ state: 'CLOSED', endedAt: momentOf(data.closedAt) })),
  goesOn(hazardReopened, () => ({ state: 'CONFIRMED', endedAt: null })),
];
