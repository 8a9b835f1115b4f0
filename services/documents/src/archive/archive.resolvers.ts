import { actionFields, badInput, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { recordsByCode, recordsWhere } from './archive-record.repository.ts';
import { archiveAccess, archiveWorkflow } from './archive-record.workflow.ts';

export const archiveResolvers = {
  Query: {
    archiveRecord: async (_, { id, code }, context) => {
      if (id != null && code == null) return context.loaders.records.load(id);
      if (code == null || id != null) throw oneKey();
      const [found] = await context.office.list(context, recordsByCode(context.kit.db.read, code), archiveAccess);
      return found ?? null;
    },
    archiveRecords: (_, { where, ...page }, context) =>
      context.office.page(context, recordsWhere(context.kit.db.read, where ?? {}), archiveAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      }),
  },
  Mutation: {
    fileDocument: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.archive.fileDocument(context, input)),
    catalogRecord: async (_, { input }, context) =>
      context.loaders.recordPayload(await context.archive.catalogRecord(context, input)),
    importArchiveRecords: (_, { input }, context) => context.office.importRows(context, input, context.archive.imports),
    extendRetention: async (_, { input }, context) =>
      context.loaders.recordPayload(await context.archive.extendRetention(context, input)),
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
    cataloguedBy: ({ cataloguedById }) => reference('Person', cataloguedById),
    ...actionFields(archiveWorkflow),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  RetentionChange: { by: ({ byId }) => reference('Person', byId) },
  ArchiveRecordConnection: { totalCount: ({ totalCount }) => totalCount() },
  ArchiveSource: {
    __resolveType: ({ __typename }: { __typename: 'Document' | 'SupervisionItem' | 'Hazard' }) => __typename,
  },
  SupervisionItem: {
    __resolveReference: (known) => known,
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`SupervisionItem ${id}`),
  },
  Hazard: {
    __resolveReference: (known) => known,
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`Hazard ${id}`),
  },
} satisfies Resolvers;

const oneKey = () => badInput('id', { en: 'Give the id or the code.', zh: '请给出 id 或档号之一。' });
