import { z } from 'zod';
import { defineEvent, instant, orgId } from './envelope.ts';

/**
 * Something is likely to go wrong (预警), told once while its reason lasts, and again only when that was gone and came
 * back. `score` is how pressing it is, 0 to 1; `detail` the category of hazards or the line of calls, a code and no text;
 * `dueAt` when it would go wrong, null where it is happening. As secret as its subject; of a unit INTERNAL.
 */
export const earlyWarningRaised = defineEvent(
  'analytics.EarlyWarningRaised.v1',
  z.object({
    /** The unit's own part of its id, and a digest of kind, unit, subject and detail. */
    warningId: z.string().regex(/^ewn_[0-9a-hjkmnp-tv-z]{26}[0-9a-f]{10}$/),
    kind: z.enum(['OVERDUE_RISK', 'STAFFING_GAP', 'CALL_LOSS', 'REPEAT_HAZARD']),
    score: z.number().min(0).max(1),
    /** The unit that can still turn it. */
    orgId,
    /** Null where it is about the unit. */
    subject: z.object({ type: z.enum(['SupervisionItem', 'Hazard', 'ServiceCase']), id: z.string() }).nullable(),
    detail: z.string().max(64).nullable(),
    dueAt: instant.nullable(),
    at: instant,
  }),
);
