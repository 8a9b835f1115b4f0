import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import type { Matter, WorkRow } from './work.ts';

const optional = { nullable: true };
const needed = { nullable: false };

export const WorkMatterEntity = new EntitySchema<Omit<Matter, 'tasks'>>({
  name: 'WorkMatter',
  tableName: 'work_matters',
  columns: {
    id: column.id(),
    stage: column.code('stage', 16, optional),
    orgId: column.ref('org_id', optional),
    siteId: column.ref('site_id', optional),
    unitIds: column.json('unit_ids'),
    major: column.bool('major', optional),
    dueAt: column.moment('due_at'),
    secrecyLevel: column.code('secrecy_level', 16),
  },
});

export const WorkItemEntity = new EntitySchema<WorkRow>({
  name: 'WorkItem',
  tableName: 'work_items',
  columns: {
    id: column.key('id', 100),
    matterId: column.ref('matter_id'),
    action: column.code('action', 20),
    subjectId: column.ref('subject_id'),
    orgId: column.ref('org_id', optional),
    siteId: column.ref('site_id', optional),
    personId: column.ref('person_id', optional),
    exceptId: column.ref('except_id', optional),
    major: column.bool('major', optional),
    secrecyLevel: column.code('secrecy_level', 16),
    waitingSince: column.moment('waiting_since', needed),
    dueAt: column.moment('due_at'),
    dueOrder: column.moment('due_order', needed),
    endsAt: column.moment('ends_at'),
  },
  indices: [
    { name: 'work_item_matter', columns: ['matterId'] },
    { name: 'work_item_org', columns: ['action', 'orgId'] },
    { name: 'work_item_person', columns: ['personId'] },
    { name: 'work_item_subject', columns: ['subjectId'] },
    { name: 'work_item_end', columns: ['endsAt'] },
  ],
});

/** A subject whose record stands in the archive; its news comes from another topic than that of its end. */
export interface FiledSubject {
  readonly id: string;
}

export const FiledSubjectEntity = new EntitySchema<FiledSubject>({
  name: 'FiledSubject',
  tableName: 'filed_subjects',
  columns: { id: column.id() },
});
