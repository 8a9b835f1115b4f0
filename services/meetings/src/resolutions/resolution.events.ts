import { publishedText } from '@chengqi/office-kernel';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import type { AdoptedResolution } from './resolution.ts';

/** Tells the units concerned, and the world, once; the text travels at most at INTERNAL. */
export const adoptedEvent = (resolution: AdoptedResolution) =>
  resolutionAdopted.create(resolution, {
    resolutionId: resolution.id,
    code: resolution.code,
    meetingId: resolution.meetingId,
    text: publishedText(resolution.secrecyLevel, resolution.text),
    // What another decision has replaced binds nobody to act.
    requiresAction: resolution.requiresAction && resolution.status !== 'SUPERSEDED',
    leadOrgId: resolution.leadOrgId,
    coOrgIds: resolution.coOrgIds,
    leaderId: resolution.leaderId,
    supervisingOrgId: resolution.supervisingOrgId,
    dueOn: resolution.dueOn,
    adoptedAt: resolution.adoptedAt.toISOString(),
    level: resolution.secrecyLevel,
    waived: resolution.waiverReason !== null,
  });
