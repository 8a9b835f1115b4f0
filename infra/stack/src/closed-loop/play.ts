import { loadOperations, type SecrecyLevel } from '@chengqi/schemas';
import type { Data } from '../client.ts';
import { readCast } from './cast.ts';
import { chooseParts, type Decision, holdMeeting, type Parts, signMinutes } from './meeting.ts';
import { catalogueRecords, issueMinutes, readChain } from './papers.ts';
import { createPatientClient } from './patient-client.ts';
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

/**
 * Sagas 1 and 2 of the office through its public graph: a meeting decides, a hazard is put right, all is filed. With a
 * resolution's code it goes on from that imported resolution. @throws Error when the chain is not complete
 */
export async function playClosedLoop(
  url: string,
  {
    run,
    resolution,
    secrecyLevel = 'INTERNAL',
  }: { run: string; resolution?: string | undefined; secrecyLevel?: SecrecyLevel },
): Promise<Performance> {
  const client = createPatientClient(url);
  const stage = createStage(client, run);
  const cast = await readCast(client);
  const now = new Date();
  let parts: Parts;
  let decision: Decision;
  if (resolution === undefined) {
    parts = chooseParts(cast);
    decision = await holdMeeting(stage, client, parts, now, secrecyLevel);
  } else ({ parts, decision } = await continueFrom(stage, client, cast, resolution));
  const minutesId = await signMinutes(stage, client, parts, decision);
  await issueMinutes(stage, client, cast, parts, minutesId);
  const { itemId, hazardId } = await supervise(stage, client, cast, parts, decision, now);
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
    return (secrecyLevel !== 'INTERNAL' || missingOf(read, decided.code).length === 0) && read;
  });
  stage.say('');
  printTree(chain);
  return { chain, meetingId: decision.meetingId, reader: parts.director.staffNo, acknowledged: stage.acknowledged };
}
