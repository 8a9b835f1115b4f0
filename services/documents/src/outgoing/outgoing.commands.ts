import type { Office } from '@chengqi/office-kernel';
import {
  guardFailed,
  idsOf,
  type Request,
  type ServiceKit,
  systemActor,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Decision } from '../decision.ts';
import { DeliveryEntity } from '../deliveries/delivery.entity.ts';
import { deliveriesOf } from '../deliveries/delivery.workflow.ts';
import { countOf, mostRecipients } from '../input.ts';
import { knownOrgs } from '../references.ts';
import { DocumentEntity } from './document.entity.ts';
import type { Document, DocumentAction, DocumentRecheckResult } from './document.ts';
import { type Act, documentWorkflow, passRecheck, refuseRecheck, register } from './document.workflow.ts';
import { partiesOfDelivery, recipientsOf } from './document-parties.ts';
import { storedDigest } from './document-text.ts';
import { closeWhenAnswered, issue, sealAndPrint, voidNumbered } from './issuing.workflow.ts';
import { distribute } from './numbering.workflow.ts';

interface DocumentInput {
  readonly documentId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}
type Decide = (tx: Transaction, document: Document, act: Act) => Promise<Decision<Document>>;

export type OutgoingCommands = ReturnType<typeof createOutgoingCommands>;

/** The outgoing chain from recheck to issue: each act is one transaction and answers the document's id. */
export function createOutgoingCommands({ kit, office }: { kit: ServiceKit; office: Office }) {
  const act = (
    request: Request,
    name: string,
    input: DocumentInput,
    action: DocumentAction,
    decide: Decide,
    outcome?: string,
  ) =>
    office.execute(request, name, input, async (tx) => {
      const { documentId: id, expectedVersion = null } = input;
      const { roles, permit } = documentWorkflow;
      const document = await office.require(tx, request, DocumentEntity, id, { type: 'Document', roles });
      const step = permit(request.actor, document, action, { expectedVersion, ...(outcome && { outcome }) });
      const decision = await decide(tx, document, { ...step, by: request.actor.personId, at: tx.now });
      await tx.update(DocumentEntity, document, decision.changes);
      await tx.append(decision.events, { role: decision.role });
      return document.id;
    });

  async function checkCode(tx: Transaction, { ownerOrgId, docCode }: Document): Promise<void> {
    const org = await office.orgs.find(tx.manager, ownerOrgId);
    if (!org?.docCodes.includes(docCode)) throw foreignCode();
  }

  const recheck =
    ({ result, reason }: RecheckInput): Decide =>
    async (tx, document, step) => {
      if (result !== 'PASS') return refuseRecheck(document, step, textOf('reason', reason ?? '', 500));
      await checkCode(tx, document);
      return passRecheck(document, step, await storedDigest(tx.manager, document));
    };

  /** DOC-1: the serial counts up in the transaction that stores it, so a failure gives it back. */
  const allocate = (tx: Transaction, { ownerOrgId, docCode }: Document, year: number) =>
    office.serials.next(tx, `document:${ownerOrgId}:${docCode}:${year}`);

  async function number(
    tx: Transaction,
    document: Document,
    step: Act,
    given: RegisterInput,
  ): Promise<Decision<Document>> {
    const distribution = distribute(document, defined(given));
    await knownOrgs(tx, office, 'mainRecipientIds', distribution.mainRecipientIds);
    await knownOrgs(tx, office, 'ccRecipientIds', distribution.ccRecipientIds);
    await checkCode(tx, document);
    const year = Number(kit.clock.today(document.signedAt).slice(0, 4));
    return register(document, step, { year, serial: await allocate(tx, document, year), distribution });
  }

  async function send(tx: Transaction, document: Document, step: Act): Promise<Decision<Document>> {
    const issued = issue(document, step, await storedDigest(tx.manager, document));
    const after = { ...document, ...issued.changes };
    for (const delivery of deliveriesOf(after, () => kit.ids.next('dlv'), tx.now)) {
      await tx.insert(DeliveryEntity, delivery);
      await office.parties.add(tx, delivery.id, partiesOfDelivery(after, delivery));
    }
    await office.parties.add(tx, document.id, recipientsOf(after));
    const closed = closeWhenAnswered(after, systemActor, tx.now);
    return { ...issued, changes: { ...issued.changes, ...closed } };
  }

  return {
    recheckDocument: (request: Request, input: RecheckInput) =>
      act(request, 'recheckDocument', input, 'RECHECK', recheck(input), input.result),
    registerOutgoing: (request: Request, input: RegisterInput) =>
      act(request, 'registerOutgoing', input, 'REGISTER', (tx, document, step) => number(tx, document, step, input)),
    sealAndPrint: (request: Request, input: PrintInput) =>
      act(request, 'sealAndPrint', input, 'SEAL_AND_PRINT', async (_, document, step) =>
        sealAndPrint(document, step, { sealOrgId: input.sealOrgId ?? null, copies: countOf('copies', input.copies) }),
      ),
    issueDocument: (request: Request, input: DocumentInput) => act(request, 'issueDocument', input, 'ISSUE', send),
    voidDocument: (request: Request, input: DocumentInput & { readonly reason: string }) =>
      act(request, 'voidDocument', input, 'VOID', async (_, document, step) =>
        voidNumbered(document, step, textOf('reason', input.reason, 500)),
      ),
  };
}

interface RecheckInput extends DocumentInput {
  readonly result: DocumentRecheckResult;
  readonly reason?: string | null | undefined;
}

interface RegisterInput extends DocumentInput {
  readonly mainRecipientIds?: readonly string[] | null | undefined;
  readonly ccRecipientIds?: readonly string[] | null | undefined;
}

interface PrintInput extends DocumentInput {
  readonly sealOrgId?: string | null | undefined;
  readonly copies: number;
}

const defined = ({ mainRecipientIds, ccRecipientIds }: RegisterInput) => ({
  ...(mainRecipientIds && { mainRecipientIds: idsOf('mainRecipientIds', mainRecipientIds, mostRecipients) }),
  ...(ccRecipientIds && { ccRecipientIds: idsOf('ccRecipientIds', ccRecipientIds, mostRecipients) }),
});

const foreignCode = () =>
  guardFailed('DOC-1', {
    en: 'The code is not one of the issuing organisation.',
    zh: '该代字不属于发文机关。',
  });
