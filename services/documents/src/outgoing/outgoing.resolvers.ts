import { connection } from '@chengqi/service-kit';
import { emptyPage } from '../empty-page.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { org, orgs, person } from '../stubs.ts';
import { documentByNumber, documentsInQueue, documentsOfSequence, documentsWhere } from './document.queries.ts';
import { documentWorkflow } from './document.workflow.ts';
import { numberSequence } from './number-sequence.ts';

const newestFirst = { alias: 'd', orderBy: { column: 'd.createdAt', direction: 'DESC' } } as const;
const oldestFirst = { alias: 'd', orderBy: { column: 'd.createdAt', direction: 'ASC' } } as const;

export const outgoingResolvers = {
  Query: {
    document: (_, { id }, { loaders }) => loaders.documents.load(id),
    documentByNumber: async (_, { org: issuer, docNumber }, { scope, loaders }) => {
      const found = await documentByNumber(scope(), issuer, docNumber);
      return found && loaders.documents.load(found.id);
    },
    documents: async (_, { where, ...page }, { scope, loaders }) =>
      loaders.auditDocuments(await connection(documentsWhere(scope(), where ?? {}), page, newestFirst)),
    myDocumentQueue: async (_, { stage, ...page }, { scope, loaders }) => {
      const queue = await documentsInQueue(scope(), stage ?? null);
      return queue ? loaders.auditDocuments(await connection(queue, page, oldestFirst)) : emptyPage;
    },
    numberSequence: async (_, { org: issuingOrgId, docCode, year }, { scope, loaders, office }) => {
      const { manager } = scope();
      if (!(await office.orgs.find(manager, issuingOrgId))) return null;
      const { serials, visible } = await documentsOfSequence(scope(), issuingOrgId, docCode, year);
      await loaders.auditDocuments({ nodes: visible });
      return numberSequence({ issuingOrgId, docCode, year }, serials, visible);
    },
  },
  Mutation: {
    enterSignedDocument: async (_, { input }, { request, signing, loaders }) =>
      loaders.documentPayload(await signing.enterSignedDocument(request, input)),
    recheckDocument: async (_, { input }, { request, outgoing, loaders }) =>
      loaders.documentPayload(await outgoing.recheckDocument(request, input)),
    registerOutgoing: async (_, { input }, { request, outgoing, loaders }) =>
      loaders.documentPayload(await outgoing.registerOutgoing(request, input)),
    sealAndPrint: async (_, { input }, { request, outgoing, loaders }) =>
      loaders.documentPayload(await outgoing.sealAndPrint(request, input)),
    issueDocument: async (_, { input }, { request, outgoing, loaders }) =>
      loaders.documentPayload(await outgoing.issueDocument(request, input)),
    voidDocument: async (_, { input }, { request, outgoing, loaders }) =>
      loaders.documentPayload(await outgoing.voidDocument(request, input)),
  },
  Document: {
    __resolveReference: ({ id }, { loaders }) => loaders.documents.load(id),
    state: ({ status }) => status,
    text: ({ id }, _, { loaders }) => loaders.texts.load(id),
    issuingOrg: ({ ownerOrgId }) => org(ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => org(ownerOrgId),
    drafter: ({ drafterId }) => person(drafterId),
    reviewer: ({ reviewerId }) => person(reviewerId),
    signer: ({ signerId }) => person(signerId),
    rechecker: ({ recheckerId }) => person(recheckerId),
    mainRecipients: ({ mainRecipientIds }) => orgs(mainRecipientIds),
    ccRecipients: ({ ccRecipientIds }) => orgs(ccRecipientIds),
    origin: ({ originId }) => (originId === null ? null : { __typename: 'Minutes', id: originId }),
    deliveries: ({ id }, _, { loaders }) => loaders.deliveriesOf.load(id),
    archiveRecord: ({ id }, _, { loaders }) => loaders.recordOf.load(`Document ${id}`),
    allowedActions: (document, _, { request }) => documentWorkflow.allowedActions(request.actor, document),
  },
  DocumentConnection: { totalCount: ({ totalCount }) => totalCount() },
  NumberSequence: { issuingOrg: ({ issuingOrgId }) => org(issuingOrgId) },
  DocumentOrigin: { __resolveType: () => 'Minutes' },
} satisfies Resolvers;
