import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Person, Post } from './person.ts';

export const PersonEntity = new EntitySchema<Person>({
  name: 'Person',
  tableName: 'people',
  columns: {
    id: column.id(),
    status: column.code('status', 16),
    staffNo: column.code('staff_no', 64),
    name: column.text('name', 100),
    phone: column.text('phone', 20, { nullable: true }),
    primaryOrgId: column.ref('primary_org_id', { nullable: true }),
    clearance: column.code('clearance', 16),
    clearanceValidTo: column.day('clearance_valid_to', { nullable: true }),
    proposedClearance: column.code('proposed_clearance', 16, { nullable: true }),
    proposedClearanceValidTo: column.day('proposed_clearance_valid_to', { nullable: true }),
    clearanceProposedById: column.ref('clearance_proposed_by_id', { nullable: true }),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [
    { name: 'people_staff_no', columns: ['staffNo'], unique: true },
    { name: 'people_primary_org', columns: ['primaryOrgId'] },
    { name: 'people_feed', columns: ['createdAt', 'id'] },
    { name: 'people_proposed_clearance', columns: ['proposedClearance'] },
  ],
});

export const PostEntity = new EntitySchema<Post>({
  name: 'Post',
  tableName: 'posts',
  columns: {
    id: column.id(),
    personId: column.ref('person_id'),
    orgId: column.ref('org_id', { nullable: true }),
    scopeOrgId: column.ref('scope_org_id', { nullable: true }),
    title: column.text('title', 100, { nullable: true }),
    roles: column.json('roles'),
    principal: column.bool('principal'),
    principalOf: column.ref('principal_of', { nullable: true }),
    startedOn: column.day('started_on'),
    endedOn: column.day('ended_on', { nullable: true }),
    proposedById: column.ref('proposed_by_id', { nullable: true }),
    confirmedById: column.ref('confirmed_by_id', { nullable: true }),
    confirmedAt: column.instant('confirmed_at', { nullable: true }),
    replacesId: column.ref('replaces_id', { nullable: true }),
  },
  indices: [
    { name: 'posts_person', columns: ['personId', 'endedOn'] },
    { name: 'posts_org', columns: ['orgId', 'endedOn'] },
    { name: 'posts_principal', columns: ['principalOf'], unique: true },
    { name: 'posts_confirmed', columns: ['confirmedAt', 'endedOn'] },
    { name: 'posts_replaces', columns: ['replacesId'] },
  ],
});
