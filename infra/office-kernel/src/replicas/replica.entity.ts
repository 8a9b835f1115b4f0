import type { SecrecyLevel } from '@chengqi/schemas';
import { column, type Post } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** What a service knows of an org; `path` is `/org_a/org_b/`, ids from the root down to the org itself. */
export interface OrgReplica {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly level: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly path: string;
  readonly docCodes: string[];
  readonly fondsCode: string | null;
  readonly dutyPhone: string | null;
  readonly active: boolean;
  /** Newest event applied; an older one changes nothing. */
  readonly sequence: number;
}

export const OrgReplicaEntity = new EntitySchema<OrgReplica>({
  name: 'OrgReplica',
  tableName: 'org_replica',
  columns: {
    id: column.id(),
    code: column.code('code', 64),
    name: column.text('name', 200),
    shortName: column.text('short_name', 100),
    level: column.code('level', 16),
    kind: column.code('kind', 16),
    parentId: column.ref('parent_id', { nullable: true }),
    path: column.text('path', 700),
    docCodes: column.json('doc_codes'),
    fondsCode: column.code('fonds_code', 64, { nullable: true }),
    dutyPhone: column.text('duty_phone', 40, { nullable: true }),
    active: column.bool('active'),
    sequence: column.integer('sequence'),
  },
  indices: [{ name: 'org_replica_code', columns: ['code'] }],
});

/** What a service knows of a person. Its three facts arrive as three events, each newest one wins. */
export interface PersonReplica {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly active: boolean;
  readonly phoneMasked: string | null;
  readonly primaryOrgId: string | null;
  readonly clearance: SecrecyLevel;
  readonly clearanceValidTo: string | null;
  readonly posts: (Post & { readonly title: string | null; readonly principal: boolean })[];
  readonly personSequence: number;
  readonly postsSequence: number;
  readonly clearanceSequence: number;
}

export const PersonReplicaEntity = new EntitySchema<PersonReplica>({
  name: 'PersonReplica',
  tableName: 'person_replica',
  columns: {
    id: column.id(),
    staffNo: column.code('staff_no', 64),
    name: column.text('name', 100),
    active: column.bool('active'),
    phoneMasked: column.text('phone_masked', 40, { nullable: true }),
    primaryOrgId: column.ref('primary_org_id', { nullable: true }),
    clearance: column.code('clearance', 16),
    clearanceValidTo: column.day('clearance_valid_to', { nullable: true }),
    posts: column.json('posts'),
    personSequence: column.integer('person_sequence'),
    postsSequence: column.integer('posts_sequence'),
    clearanceSequence: column.integer('clearance_sequence'),
  },
  indices: [{ name: 'person_replica_staff_no', columns: ['staffNo'] }],
});

/** Who holds a role over a scope; `*` is every org. Written from the posts, for looking up holders. */
export interface RoleReplica {
  readonly personId: string;
  readonly role: string;
  readonly scope: string;
}

export const RoleReplicaEntity = new EntitySchema<RoleReplica>({
  name: 'RoleReplica',
  tableName: 'role_replica',
  columns: { personId: column.key('person_id'), role: column.key('role'), scope: column.key('scope') },
  indices: [{ name: 'role_replica_role', columns: ['role', 'scope'] }],
});

export interface SiteReplica {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly orgId: string;
  readonly category: string;
  readonly keyPart: boolean;
  readonly sequence: number;
}

export const SiteReplicaEntity = new EntitySchema<SiteReplica>({
  name: 'SiteReplica',
  tableName: 'site_replica',
  columns: {
    id: column.id(),
    code: column.code('code', 64),
    name: column.text('name', 200),
    orgId: column.ref('org_id'),
    category: column.code('category', 32),
    keyPart: column.bool('key_part'),
    sequence: column.integer('sequence'),
  },
  indices: [{ name: 'site_replica_code', columns: ['code'] }],
});

export type CalendarDayType = 'WORKDAY' | 'WEEKEND' | 'HOLIDAY' | 'MAKEUP_WORKDAY';

export interface CalendarDayReplica {
  readonly day: string;
  readonly type: CalendarDayType;
  readonly holidayName: string | null;
  readonly sequence: number;
}

export const CalendarDayReplicaEntity = new EntitySchema<CalendarDayReplica>({
  name: 'CalendarDayReplica',
  tableName: 'calendar_day_replica',
  columns: {
    day: column.key('day', 10),
    type: column.code('type', 16),
    holidayName: column.text('holiday_name', 100, { nullable: true }),
    sequence: column.integer('sequence'),
  },
});
