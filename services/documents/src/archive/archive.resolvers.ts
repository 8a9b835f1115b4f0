import { badInput, connection } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/graphql.ts';
import { org, person } from '../stubs.ts';
import { recordByCode, recordsWhere } from './archive.queries.ts';
import { archiveWorkflow } from './archive-record.workflow.ts';

const newestFirst = { alias: 'r', orderBy: { column: 'r.createdAt', direction: 'DESC' } } as const;

export const archiveResolvers = {
  Query: {
    archiveRecord: async (_, { id, code }, { scope, loaders }) => {
      if (id != null && code == null) return loaders.records.load(id);
      if (code == null || id != null) throw oneKey();
      const found = await recordByCode(scope(), code);
      return found && loaders.records.load(found.id);
    },
    archiveRecords: async (_, { where, ...page }, { scope, loaders }) =>
      loaders.auditRecords(await connection(recordsWhere(scope(), where ?? {}), page, newestFirst)),
  },
  Mutation: {
    fileDocument: async (_, { input }, { request, archive, loaders }) =>
      loaders.documentPayload(await archive.fileDocument(request, input)),
    catalogRecord: async (_, { input }, { request, archive, loaders }) =>
      loaders.recordPayload(await archive.catalogRecord(request, input)),
    importArchiveRecords: (_, { input }, { request, office, archiveImport }) =>
      office.importRows(request, input, archiveImport),
    extendRetention: async (_, { input }, { request, archive, loaders }) =>
      loaders.recordPayload(await archive.extendRetention(request, input)),
  },
  ArchiveRecord: {
    __resolveReference: ({ id }, { loaders }) => loaders.records.load(id),
    state: ({ status }) => status,
    fonds: ({ fondsCode }) => fondsCode,
    imported: ({ importedAt }) => importedAt !== null,
    source: async ({ sourceType, sourceId }, _, { loaders }) => {
      if (sourceId === null) return null;
      if (sourceType !== 'Document') return { __typename: sourceType, id: sourceId };
      const document = await loaders.documents.load(sourceId);
      return document && { ...document, __typename: 'Document' };
    },
    cataloguedBy: ({ cataloguedById }) => person(cataloguedById),
    allowedActions: (record, _, { request }) => archiveWorkflow.allowedActions(request.actor, record),
    ownerOrg: ({ ownerOrgId }) => org(ownerOrgId),
  },
  RetentionChange: { by: ({ byId }) => person(byId) },
  ArchiveRecordConnection: { totalCount: ({ totalCount }) => totalCount() },
  ArchiveSource: {
    __resolveType: ({ __typename }: { __typename: 'Document' | 'SupervisionItem' | 'Hazard' }) => __typename,
  },
  SupervisionItem: {
    __resolveReference: ({ id }) => ({ id }),
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`SupervisionItem ${id}`),
  },
  Hazard: {
    __resolveReference: ({ id }) => ({ id }),
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`Hazard ${id}`),
  },
} satisfies Resolvers;

const oneKey = () => badInput('id', { en: 'Give the id or the code.', zh: '请给出 id 或档号之一。' });
