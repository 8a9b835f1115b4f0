import {
  completionSubmitted,
  itemAccepted,
  itemAssigned,
  itemCompleted,
  itemMerged,
  itemProposed,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { happened } from '../projection/projection.ts';
import { begins, goesOn } from './node-events.ts';

const moves = (state: string) => () => ({ state });

export const supervisionNodes = [
  begins(itemProposed, (event, { at }) => ({
    state: 'PROPOSED',
    at: at ?? happened(null, event),
  })),
  // Told again when the source of an imported item becomes known: it is no less far by that.
  begins(itemRegistered, (event, { state, at }) => ({
    state: state === null || state === 'PROPOSED' ? 'REGISTERED' : state,
    code: event.data.code,
    at: at ?? happened(event.data.registeredAt, event),
  })),
  goesOn(itemRejected, moves('REJECTED')),
  goesOn(itemMerged, moves('MERGED')),
  goesOn(itemAssigned, moves('ASSIGNED')),
  goesOn(itemAccepted, moves('IN_PROGRESS')),
  goesOn(completionSubmitted, moves('VERIFYING')),
  goesOn(verificationFailed, moves('IN_PROGRESS')),
  goesOn(itemCompleted, moves('COMPLETED')),
  goesOn(itemStruckOff, (event) => ({ state: 'STRUCK_OFF', endedAt: happened(event.data.struckOffAt, event) })),
  goesOn(itemReopened, () => ({ state: 'IN_PROGRESS', endedAt: null })),
];
