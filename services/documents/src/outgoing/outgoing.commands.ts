import { type Foundation, foldedCode } from '@chengqi/office-kernel';
import {
  fieldsOf,
  forbidden,
  guardFailed,
  idsOf,
  numberOf,
  type Request,
  systemActor,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { DeliveryEntity } from '../deliveries/delivery.entity.ts';
import { deliveriesOf } from '../deliveries/delivery.workflow.ts';
import type {
  IssueDocumentInput,
  RecheckDocumentInput,
  RegisterOutgoingInput,
  SealAndPrintInput,
  StartDocumentSequenceInput,
  VoidDocumentInput,
} from '../generated/graphql.ts';
import { countOf, mostRecipients } from '../input.ts';
import { distribute, seriesOf } from '../numbering/numbering.workflow.ts';
import { storedDigest } from '../signing/document-text.repository.ts';
import { DocumentEntity } from './document.entity.ts';
import type { Document, DocumentAction } from './document.ts';
import { documentAccess, passRecheck, refuseRecheck, register } from './document.workflow.ts';
import { partiesOfDelivery, recipientsOf } from './document-parties.ts';
import { closeWhenAnswered, issue, sealAndPrint, voidNumbered } from './issuing.workflow.ts';

const mostSerial = 999_999;

/** The outgoing chain from recheck to issue; each answers the document's id. */
export function createOutgoingCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { keepDocuments, keepDeliveries } = createKeeping(foundation);
  const on = <I extends { readonly documentId: string }>(
    request: Request,
    name: string,
    input: I,
    action: DocumentAction,
  ) => ({ request, name, input, action, id: input.documentId, entity: DocumentEntity, access: documentAccess });

  async function checkCode(
    tx: Transaction,
    { ownerOrgId, docCode }: Pick<Document, 'ownerOrgId' | 'docCode'>,
  ): Promise<void> {
    const org = await office.orgs.find(tx.manager, ownerOrgId);
    if (!org?.docCodes.includes(docCode)) throw foreignCode();
  }

  /** DOC-1: the serial counts up in the transaction that stores it, so a failure gives it back. */
  const allocate = (tx: Transaction, { ownerOrgId, docCode }: Document, year: number) =>
    office.serials.next(tx, seriesOf(ownerOrgId, docCode, year));

  return {
    recheckDocument: (request: Request, input: RecheckDocumentInput) =>
      office.act(
        { ...on(request, 'recheckDocument', input, 'RECHECK'), outcome: input.result },
        async (document, act, tx) => {
          if (input.result !== 'PASS') return refuseRecheck(document, act, textOf('reason', input.reason ?? '', 500));
          await checkCode(tx, document);
          return passRecheck(document, act, await storedDigest(tx.manager, document));
        },
      ),

    registerOutgoing: (request: Request, input: RegisterOutgoingInput) =>
      office.act(on(request, 'registerOutgoing', input, 'REGISTER'), async (document, act, tx) => {
        const distribution = distribute(document, recipientsGiven(input));
        await office.orgs.requireMany(tx, 'mainRecipientIds', distribution.mainRecipientIds);
        await office.orgs.requireMany(tx, 'ccRecipientIds', distribution.ccRecipientIds);
        await checkCode(tx, document);
        if (document.signedAt === null) throw new Error(`${document.id} was rechecked without a signature`);
        const year = kit.clock.year(document.signedAt);
        return register(document, act, { year, serial: await allocate(tx, document, year), distribution });
      }),

    /** Answers the serial that comes next. */
    async startDocumentSequence(request: Request, input: StartDocumentSequenceInput): Promise<number> {
      const { orgId } = input;
      await office.execute(request, 'startDocumentSequence', input, async (tx) => {
        if (!request.actor.holds('REGISTRAR', orgId)) throw forbidden();
        const docCode = foldedCode(input.docCode);
        const now = kit.clock.year(tx.now);
        const { year, lastSerial } = fieldsOf({
          year: () => numberOf('year', input.year, now - 1, now + 1),
          lastSerial: () => numberOf('lastSerial', input.lastSerial, 1, mostSerial),
        });
        await checkCode(tx, { ownerOrgId: orgId, docCode });
        if (!(await office.serials.begin(tx, seriesOf(orgId, docCode, year), lastSerial))) throw begunAlready();
        return { id: orgId, role: 'REGISTRAR' };
      });
      return input.lastSerial + 1;
    },

    sealAndPrint: (request: Request, input: SealAndPrintInput) =>
      office.act(on(request, 'sealAndPrint', input, 'SEAL_AND_PRINT'), (document, act) =>
        sealAndPrint(document, act, { sealOrgId: input.sealOrgId ?? null, copies: countOf('copies', input.copies) }),
      ),

    issueDocument: (request: Request, input: IssueDocumentInput) =>
      office.act(on(request, 'issueDocument', input, 'ISSUE'), async (document, act, tx) => {
        const issued = issue(document, act, await storedDigest(tx.manager, document));
        const after = { ...document, ...issued.changes };
        const deliveries = deliveriesOf(after, () => kit.ids.next('dlv'), tx.now);
        await tx.insertAll(DeliveryEntity, deliveries);
        await office.parties.addAll(tx, [
          ...deliveries.flatMap((delivery) =>
            partiesOfDelivery(after, delivery).map((party) => ({ subjectId: delivery.id, ...party })),
          ),
          ...recipientsOf(after).map((party) => ({ subjectId: document.id, ...party })),
        ]);
        const changes = { ...issued.changes, ...closeWhenAnswered(after, systemActor, tx.now) };
        await keepDeliveries(tx, deliveries);
        await keepDocuments(tx, [{ ...document, ...changes }]);
        return { ...issued, changes };
      }),

    voidDocument: (request: Request, input: VoidDocumentInput) =>
      office.act(on(request, 'voidDocument', input, 'VOID'), async (document, act, tx) => {
        const decision = voidNumbered(document, act, textOf('reason', input.reason, 500));
        await keepDocuments(tx, [{ ...document, ...decision.changes }]);
        return decision;
      }),
  };
}

const recipientsGiven = ({ mainRecipientIds, ccRecipientIds }: RegisterOutgoingInput) =>
  fieldsOf({
    ...(mainRecipientIds && { mainRecipientIds: () => idsOf('mainRecipientIds', mainRecipientIds, mostRecipients) }),
    ...(ccRecipientIds && { ccRecipientIds: () => idsOf('ccRecipientIds', ccRecipientIds, mostRecipients) }),
  });

const foreignCode = () =>
  guardFailed('DOC-1', {
    en: 'The code is not one of the issuing organisation.',
    zh: '该代字不属于发文机关。',
  });

const begunAlready = () =>
  guardFailed('DOC-1', {
    en: 'A sequence is started once, above every known serial and before its first own number.',
    zh: '文号序列仅可续编一次，须大于已知序号，且在本系统首次编号之前。',
  });
