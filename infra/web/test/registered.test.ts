import { documentIdOf, registeredOperations } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, Kind } from 'graphql';
import * as generated from '../src/generated/graphql.ts';

describe('what the pages ask', () => {
  it('is registered, as it is sent', () => {
    const known = new Set(registeredOperations().map(({ documentId }) => documentId));
    const documents = Object.values<Partial<DocumentNode>>(generated as never).filter(
      ({ kind }) => kind === Kind.DOCUMENT,
    );
    const asked = documents.filter(
      ({ definitions }) => definitions?.[0]?.kind === Kind.OPERATION_DEFINITION,
    ) as DocumentNode[];

    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter((document) => !known.has(documentIdOf(document)))).toEqual([]);
  });
});
