import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Contact } from './contact.ts';

export const ContactEntity = new EntitySchema<Contact>({
  name: 'Contact',
  tableName: 'contacts',
  columns: {
    id: column.id(),
    subjectType: column.code('subject_type', 20),
    subjectId: column.ref('subject_id'),
    position: column.integer('position'),
    name: column.text('name', 100, { nullable: true }),
    phone: column.text('phone', 40, { nullable: true }),
    phoneHash: column.code('phone_hash', 64, { nullable: true }),
    idNumber: column.text('id_number', 40, { nullable: true }),
    idHash: column.code('id_hash', 64, { nullable: true }),
    createdAt: column.instant('created_at'),
  },
  indices: [
    { name: 'contacts_subject', columns: ['subjectId', 'position'], unique: true },
    { name: 'contacts_phone', columns: ['phoneHash', 'subjectType'] },
    { name: 'contacts_document', columns: ['idHash', 'subjectType'] },
  ],
});

/** A random value made once for this database, and never shown. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

export const SecretEntity = new EntitySchema<Secret>({
  name: 'Secret',
  tableName: 'secrets',
  columns: { name: column.key('name'), value: column.text('value', 200) },
});

export const contactEntities = [ContactEntity, SecretEntity];
