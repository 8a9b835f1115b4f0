import { loadOperations, type SecrecyLevel } from '@chengqi/schemas';
import { inSpan } from '@chengqi/service-kit';
import type { Data } from '../client.ts';
import { readCast } from './cast.ts';
import { showMeasures } from './measures.ts';
import { chooseParts, type Decision, holdMeeting, type Parts, signMinutes } from './meeting.ts';
import { catalogueRecords, issueMinutes, readChain } from './papers.ts';
import { createPatientClient } from './patient-client.ts';
import { type Matter, settleCase, takeCall } from './reception.ts';
import { continueFrom } from './resolution.ts';
import { type Acknowledged, createStage } from './stage.ts';
import { supervise } from './supervision.ts';
import { missingOf, printTree } from './tree.ts';

export interface Performance {
  readonly chain: Data;
  readonly meetingId: string;
  /** Somebody who sees the whole chain. */
  readonly reader: string;
  readonly acknowledged: readonly Acknowledged[];
}

interface Play {
  /** Names this time among others in one office. */
  readonly run: string;
  readonly resolution?: string | undefined;
  readonly secrecyLevel?: SecrecyLevel;
  /** Whether rating codes are guessed wrongly, too. */
  readonly guesses?: boolean;
}

/**
 * Sagas 1, 2 and 5 of the office through its public graph: a citizen's missed call becomes a case and a hazard, a meeting
 * decides, the hazard is put right, all is filed, the citizen rates. With a resolution's code it goes on from that
 * imported resolution; above INTERNAL no citizen tells of the hazard. Who plays often in a minute from one address lets
 * nobody guess rating codes: the fifth wrong one makes that address wait. @throws Error when the chain is not complete
 */
export const playClosedLoop = (url: string, options: Play): Promise<Performance> =>
  inSpan('closed loop', { by: 'client', root: true }, async (span) => {
    const performance = await play(url, options);
    if (span) console.log(`\nAll that was done for it: npm run trace -- ${span.spanContext().traceId}`);
    return performance;
  });

async function play(
  url: string,
  { run, resolution, secrecyLevel = 'INTERNAL', guesses = true }: Play,
): Promise<Performance> {
  const client = createPatientClient(url);
  const stage = createStage(client, run);
  const cast = await readCast(client);
  const now = new Date();
  const open = secrecyLevel === 'INTERNAL';
  const hear = (parts: Parts) => (open ? takeCall(stage, client, cast, parts, { run, now }) : null);
  let parts: Parts;
  let matter: Matter | null;
  let decision: Decision;
  if (resolution === undefined) {
    parts = chooseParts(cast);
    matter = await hear(parts);
    decision = await holdMeeting(stage, client, parts, now, secrecyLevel);
  } else {
    ({ parts, decision } = await continueFrom(stage, client, cast, resolution));
    matter = await hear(parts);
  }
  const minutesId = await signMinutes(stage, client, parts, decision);
  await issueMinutes(stage, client, cast, parts, minutesId);
  const required = { ...decision, hazardId: matter?.hazardId ?? null };
  const { itemId, hazardId } = await supervise(stage, client, cast, parts, required, now);
  if (matter) await settleCase(stage, client, matter, guesses);
  await catalogueRecords(stage, client, cast, parts, [itemId, hazardId]);
  const query = loadOperations('office').ClosedLoop ?? '';
  const { resolution: decided } = await client.run(
    parts.director.staffNo,
    'query ($id: ID!) { resolution(id: $id) { code } }',
    { id: decision.resolutionId },
  );
  const chain = await stage.until('the chain is complete', async () => {
    const read = await readChain(client, parts.director.staffNo, query, decision);
    // Above INTERNAL no single person sees every part.
    return (!open || missingOf(read, decided.code, matter?.caseCode ?? null).length === 0) && read;
  });
  stage.say('');
  printTree(chain);
  if (matter) await showMeasures(stage, client, cast, parts, decision);
  return { chain, meetingId: decision.meetingId, reader: parts.director.staffNo, acknowledged: stage.acknowledged };
}
