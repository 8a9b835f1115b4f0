import { z } from 'zod';
import { defineEvent, instant, localDate, orgId, personId, secrecyLevel, typeId } from './envelope.ts';

export const orgLevels = ['CITY', 'COUNTY', 'TOWN', 'DEPT', 'DIVISION', 'UNIT'] as const;
export const orgKinds = ['PARTY', 'GOV', 'INSTITUTION', 'SOE', 'OTHER'] as const;
export const siteCategories = [
  'OFFICE',
  'HALL',
  'WAREHOUSE',
  'LAB',
  'DORM',
  'CANTEEN',
  'ARCHIVE_ROOM',
  'DUTY_ROOM',
  'KEY_PART',
  'OTHER',
] as const;
export const dayTypes = ['WORKDAY', 'WEEKEND', 'HOLIDAY', 'MAKEUP_WORKDAY'] as const;

/** A unit was created, changed, moved or closed; after a move each unit below it is announced with its own new path. */
export const orgChanged = defineEvent(
  'directory.OrgChanged.v1',
  z.object({
    id: orgId,
    code: z.string(),
    name: z.string(),
    shortName: z.string(),
    level: z.enum(orgLevels),
    kind: z.enum(orgKinds),
    parentId: orgId.nullable(),
    /** `/org_a/org_b/`: the ids from the root down to the unit itself. */
    path: z.string(),
    docCodes: z.array(z.string()),
    fondsCode: z.string().nullable(),
    dutyPhone: z.string().nullable(),
    active: z.boolean(),
  }),
);

/** Somebody joined, left, was renamed or works first of all in another unit. */
export const personChanged = defineEvent(
  'directory.PersonChanged.v1',
  z.object({
    id: personId,
    staffNo: z.string(),
    name: z.string(),
    active: z.boolean(),
    phoneMasked: z.string().nullable(),
    primaryOrgId: orgId.nullable(),
  }),
);

/** All open posts of a person as they stand now: it replaces what was known before. */
export const postsChanged = defineEvent(
  'directory.PostsChanged.v1',
  z.object({
    personId,
    posts: z.array(
      z.object({
        /** Null only for the founding administrator, who belongs to no unit. */
        orgId: orgId.nullable(),
        /** The roles reach this unit and all below it; null reaches every unit. */
        scopeOrgId: orgId.nullable(),
        roles: z.array(z.string()),
        title: z.string().nullable(),
        principal: z.boolean(),
      }),
    ),
  }),
);

/** What a person may read changed; INTERNAL with no end says that a clearance was revoked. */
export const clearanceChanged = defineEvent(
  'directory.ClearanceChanged.v1',
  z.object({
    personId,
    clearance: secrecyLevel,
    /** Last business day of the clearance; null without an end. */
    validTo: localDate.nullable(),
  }),
);

/** Somebody stands in for another person, or no longer does. The end of the period is part of it and announced by nothing. */
export const delegationChanged = defineEvent(
  'directory.DelegationChanged.v1',
  z.object({
    id: typeId('dlg'),
    /** The holder of the post, in whose name the other one acts. */
    fromId: personId,
    toId: personId,
    /** Unit of the post; how far the roles reach follows from the post itself. */
    orgId,
    roles: z.array(z.string()),
    validFrom: instant,
    validTo: instant,
    /** Ended before its time. */
    revoked: z.boolean(),
  }),
);

/** A place was entered or changed. */
export const siteChanged = defineEvent(
  'directory.SiteChanged.v1',
  z.object({
    id: typeId('sit'),
    code: z.string(),
    name: z.string(),
    orgId,
    category: z.enum(siteCategories),
    /** A key part for safety: weekly inspection, stricter hazards. */
    keyPart: z.boolean(),
  }),
);

/** The whole year as it stands now; its subject is the calendar, one for each region and year. */
export const calendarPublished = defineEvent(
  'directory.CalendarPublished.v1',
  z.object({
    year: z.int(),
    region: z.string(),
    days: z.array(
      z.object({
        date: localDate,
        type: z.enum(dayTypes),
        holidayName: z.string().nullable(),
      }),
    ),
  }),
);
