import type { Data } from '../client.ts';
import type { Cast } from './cast.ts';
import { type Decision, type Parts, partsOf } from './meeting.ts';
import type { PatientClient } from './patient-client.ts';
import type { Stage } from './stage.ts';

const query = `query ($code: String!) {
  resolution(code: $code) {
    id state requiresAction waiver { reason } leadOrg { id } supervisionItem { id }
    meeting { id meetingNo state organizer { id } chair { id } secretary { id } minutes { id } }
  }
}`;

/** Goes on from an imported resolution: ADOPTED, requiring action, not waived, of a RECORDED meeting without minutes. @throws Error with the reason for any other */
export async function continueFrom(
  stage: Stage,
  client: PatientClient,
  cast: Cast,
  code: string,
): Promise<{ parts: Parts; decision: Decision }> {
  const reader = cast.find('OFFICE_DIRECTOR');
  const { resolution } = await client.run(reader.staffNo, query, { code });
  const reason = whyNot(resolution);
  if (reason) throw new Error(`${code} cannot be continued: ${reason}`);
  const { id, meeting, leadOrg } = resolution;
  const parts = partsOf(
    cast,
    cast.org(meeting.organizer.id),
    cast.org(leadOrg.id),
    cast.player(meeting.chair.id),
    cast.player(meeting.secretary.id),
  );
  const supervisor = cast.find('SUPERVISOR', { over: parts.office, not: [parts.director] });
  await stage.act(
    supervisor,
    `proposes ${code} of ${meeting.meetingNo} as an item`,
    'proposeItem',
    { source: { type: 'RESOLUTION', id } },
    'item { id }',
  );
  return { parts, decision: { meetingId: meeting.id, resolutionId: id } };
}

function whyNot(resolution: Data): string | null {
  if (!resolution) return 'no such resolution, or the office director may not see it';
  const { state, requiresAction, waiver, supervisionItem, meeting, leadOrg } = resolution;
  if (state !== 'ADOPTED') return `it is ${state}, not ADOPTED`;
  if (!requiresAction) return 'it requires no action';
  if (waiver) return `supervision was waived: ${waiver.reason}`;
  if (supervisionItem) return 'it is supervised already';
  if (meeting?.state !== 'RECORDED') return `its meeting is ${meeting?.state}, not RECORDED`;
  if (meeting.minutes) return 'its meeting has minutes already';
  if (!leadOrg || !meeting.organizer || !meeting.chair || !meeting.secretary)
    return 'lead unit, organizer, chair or secretary is unknown';
  return null;
}
