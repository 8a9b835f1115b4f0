import { z } from 'zod';
import { defineEvent, eventText, instant, orgId, typeId } from './envelope.ts';

const itemId = typeId('sup');
/** What the item was opened for; null when the office opened it by itself. */
const source = z.object({ type: z.enum(['Resolution', 'Hazard']), id: z.string() }).nullable();

/** Somebody or an event asks for supervision; nothing is owed yet. */
export const itemProposed = defineEvent('supervision.ItemProposed.v1', z.object({ itemId, source }));

/** The item has its number and its limit; the owner of the source counts it as under supervision. */
export const itemRegistered = defineEvent(
  'supervision.ItemRegistered.v1',
  z.object({
    itemId,
    code: z.string(),
    source,
    leadOrgId: orgId,
    dueAt: instant,
    weight: z.enum(['NORMAL', 'IMPORTANT', 'MAJOR']),
  }),
);

/** The proposal was turned down; the source is again without supervision. The reason travels only at INTERNAL and below. */
export const itemRejected = defineEvent('supervision.ItemRejected.v1', z.object({ itemId, source, reason: eventText }));

/** The proposal became part of another item; its own source is no longer supervised by it. */
export const itemMerged = defineEvent('supervision.ItemMerged.v1', z.object({ itemId, intoItemId: itemId, source }));

/** Sent to one lead unit and its co-units, which now owe their acceptance. */
export const itemAssigned = defineEvent(
  'supervision.ItemAssigned.v1',
  z.object({ itemId, orgIds: z.array(orgId).min(1) }),
);

/** One unit has taken the work; the item is in progress once the lead unit has. */
export const itemAccepted = defineEvent('supervision.ItemAccepted.v1', z.object({ itemId, orgId }));

/** One unit's feedback; `percent` is that unit's own. */
export const progressReported = defineEvent(
  'supervision.ProgressReported.v1',
  z.object({ itemId, percent: z.int().min(0).max(100), orgId }),
);

/** A written urge to one unit; the colour is an act of a person and not the item's light. */
export const noticeIssued = defineEvent(
  'supervision.NoticeIssued.v1',
  z.object({ itemId, color: z.enum(['BLUE', 'YELLOW', 'ORANGE', 'RED']), toOrgId: orgId }),
);

/**
 * Security links the hazard or opens one from the draft, and answers HazardLinked; exactly one of the two is given.
 * The description is null above INTERNAL: read `draft { description }` of the `HazardLink` named by `linkId` from supervision.
 */
export const rectificationRequired = defineEvent(
  'supervision.RectificationRequired.v1',
  z.object({
    itemId,
    linkId: typeId('hzl'),
    supervisorOrgId: orgId,
    hazardId: typeId('haz').nullable(),
    hazardDraft: z
      .object({
        siteId: typeId('sit'),
        description: eventText,
        level: z.enum(['GENERAL', 'MAJOR']),
        category: z.string(),
        responsibleOrgId: orgId,
        dueAt: instant.nullable(),
      })
      .nullable(),
  }),
);

/** Verified by somebody independent; still on the open ledger until struck off. */
export const itemCompleted = defineEvent('supervision.ItemCompleted.v1', z.object({ itemId, source }));

/** Off the open ledger; the source counts as implemented and the archive prepares a record. Title and result are null above INTERNAL. */
export const itemStruckOff = defineEvent(
  'supervision.ItemStruckOff.v1',
  z.object({
    itemId,
    code: z.string(),
    title: z.string().nullable(),
    supervisorOrgId: orgId,
    source,
    result: eventText,
  }),
);

/** A relapse put a finished item back to work; its source is under supervision again. */
export const itemReopened = defineEvent('supervision.ItemReopened.v1', z.object({ itemId, source }));
