import type { DocumentKind, DocumentUrgency } from '@chengqi/schemas/events/documents';
import { actionFields, emptyConnection, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { DocumentDimension, DocumentFilter, DocumentOrder } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { numberSequence } from '../numbering/number-sequence.ts';
import {
  amongDocuments,
  documentDimensions,
  documentsInQueue,
  documentsOfSequence,
  documentsWhere,
} from './document.repository.ts';
import type { DocumentCount, DocumentState } from './document.ts';
import { documentAccess, documentWorkflow } from './document.workflow.ts';

const orders = {
  CREATED_DESC: { createdAt: 'DESC' },
  CREATED_ASC: { createdAt: 'ASC' },
  SIGNED_DESC: { signedAt: 'DESC' },
  SIGNED_ASC: { signedAt: 'ASC' },
} as const satisfies Record<DocumentOrder, object>;

const uncounted = { state: null, kind: null, orgId: null, urgency: null };

async function counts(context: Context, by: DocumentDimension, where: DocumentFilter): Promise<DocumentCount[]> {
  const { search, ...conditions } = where;
  const rows = await context.office.countBy(context, documentsWhere(context.kit.db.read, conditions), documentAccess, {
    ...{ by: documentDimensions[by], among: amongDocuments(conditions), search },
  });
  return rows.map(({ value, count }) => {
    const part = { ...uncounted, count };
    if (by === 'STATE') return { ...part, state: value as DocumentState };
    if (by === 'KIND') return { ...part, kind: value as DocumentKind };
    return by === 'ORG' ? { ...part, orgId: value as string } : { ...part, urgency: value as DocumentUrgency };
  });
}

export const outgoingResolvers = {
  Query: {
    document: (_, { id }, { loaders }) => loaders.documents.load(id),
    documentByNumber: async (_, { org, docNumber }, context) => {
      const query = documentsWhere(context.kit.db.read, { org, docNumber });
      const [found] = await context.office.list(context, query, documentAccess);
      return found ?? null;
    },
    documents: (_, { where, orderBy, ...page }, context) =>
      context.office.page(context, documentsWhere(context.kit.db.read, where ?? {}), documentAccess, {
        ...page,
        search: where?.search,
        // In the order of the index that finds the days.
        orderBy: orders[orderBy ?? (where?.signedAt ? 'SIGNED_DESC' : 'CREATED_DESC')],
      }),
    documentCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
    myDocumentQueue: async (_, { stage, states, ...page }, context) => {
      const queue = await documentsInQueue(context.kit.db.read, context, stage ?? null, states ?? null);
      if (queue === null) return emptyConnection;
      return context.office.page(context, queue, documentAccess, { ...page, orderBy: { createdAt: 'ASC' } });
    },
    numberSequence: async (_, { org, docCode, year }, context) => {
      const { read } = context.kit.db;
      if (!(await context.office.orgs.find(read, org))) return null;
      const query = documentsOfSequence(read, org, docCode, year);
      const visible = await context.office.list(context, query, documentAccess);
      return numberSequence({ issuingOrgId: org, docCode, year }, visible);
    },
  },
  Mutation: {
    importOutgoingDocuments: (_, { input }, context) =>
      context.office.importRows(context, input, context.outgoing.imports),
    enterSignedDocument: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.signing.enterSignedDocument(context, input)),
    startDocumentSequence: async (_, { input }, context) => ({
      nextSerial: await context.outgoing.startDocumentSequence(context, input),
    }),
    recheckDocument: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.outgoing.recheckDocument(context, input)),
    registerOutgoing: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.outgoing.registerOutgoing(context, input)),
    sealAndPrint: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.outgoing.sealAndPrint(context, input)),
    issueDocument: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.outgoing.issueDocument(context, input)),
    voidDocument: async (_, { input }, context) =>
      context.loaders.documentPayload(await context.outgoing.voidDocument(context, input)),
  },
  Document: {
    __resolveReference: ({ id }, { loaders }) => loaders.documents.load(id),
    state: ({ status }) => status,
    text: ({ id }, _, { loaders }) => loaders.texts.load(id),
    issuingOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    drafter: ({ drafterId }) => reference('Person', drafterId),
    reviewer: ({ reviewerId }) => reference('Person', reviewerId),
    signer: ({ signerId }) => reference('Person', signerId),
    rechecker: ({ recheckerId }) => reference('Person', recheckerId),
    mainRecipients: ({ mainRecipientIds }) => mainRecipientIds.map((id) => reference('Org', id)),
    ccRecipients: ({ ccRecipientIds }) => ccRecipientIds.map((id) => reference('Org', id)),
    origin: ({ originId }) => (originId === null ? null : { __typename: 'Minutes', id: originId }),
    deliveries: ({ id }, _, { loaders }) => loaders.deliveriesOf.load(id),
    imported: ({ importedAt }) => importedAt !== null,
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`Document ${id}`),
    ...actionFields(documentWorkflow),
  },
  DocumentCount: { org: ({ orgId }) => reference('Org', orgId) },
  DocumentConnection: { totalCount: ({ totalCount }) => totalCount() },
  NumberSequence: { issuingOrg: ({ issuingOrgId }) => reference('Org', issuingOrgId) },
  DocumentOrigin: { __resolveType: () => 'Minutes' },
} satisfies Resolvers;
