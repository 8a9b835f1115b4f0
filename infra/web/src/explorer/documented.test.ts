import { describe, expect, it } from '@jest/globals';
import { buildClientSchema, buildSchema, introspectionFromSchema, isObjectType, printSchema } from 'graphql';
import { inChinese } from './documented.ts';

const terms = { Document: '公文', ArchiveRecord: '档案件' };
const schema = buildSchema(`
  "A document (公文)."
  type Document {
    "Level of secrecy, never guessed (密级), as the classifier set it."
    level: Level!
    "Where it is filed."
    record: [ArchiveRecord!]
    records: ArchiveRecordConnection
    plain: String
  }
  type ArchiveRecord { id: ID! }
  type ArchiveRecordConnection { nodes: [ArchiveRecord!]! }
  enum Level {
    "Secret (秘密)."
    SECRET
    "Nothing to keep."
    OPEN
  }
  type Query {
    "One document; null when hidden."
    document("Its number (文号)." number: String): Document
  }
`);
const chinese = buildClientSchema(inChinese(introspectionFromSchema(schema), terms));

describe('the types as people read them in Chinese', () => {
  it('are led by the term that the contract says in brackets, which is not said twice', () => {
    const type = chinese.getType('Document');
    if (!isObjectType(type)) throw new Error('no type Document');

    expect(type.description).toBe('**公文** A document.');
    expect(type.getFields().level?.description).toBe(
      '**密级** Level of secrecy, never guessed, as the classifier set it.',
    );
    expect(printSchema(chinese)).toContain('"""**文号** Its number."""');
    expect(printSchema(chinese)).toContain('"""**秘密** Secret."""');
  });

  it('are led by the term of a field’s type where the field has none, and else stay as they are', () => {
    const type = chinese.getType('Document');
    if (!isObjectType(type)) throw new Error('no type Document');
    const { record, records, plain } = type.getFields();

    expect(record?.description).toBe(`**${terms.ArchiveRecord}** Where it is filed.`);
    expect(records?.description).toBe('**档案件**');
    expect(plain?.description ?? null).toBeNull();
    expect(chinese.getQueryType()?.getFields().document?.description).toBe(
      `**${terms.Document}** One document; null when hidden.`,
    );
    expect(printSchema(chinese)).toContain('"""Nothing to keep."""');
  });
});
