import { defineImport, type Foundation, type ImportContext, type Party } from '@chengqi/office-kernel';
import { badInput, duplicate, type Transaction } from '@chengqi/service-kit';
import { InstructionEntity } from '../instructions/instruction.entity.ts';
import { givenEvent, type Instruction } from '../instructions/instruction.ts';
import { keptText } from '../secrecy.ts';
import { IncomingDocumentEntity } from './incoming.entity.ts';
import { incomingWhere } from './incoming.repository.ts';
import { type IncomingDocument, receivedEvent } from './incoming.ts';
import { checkRow, type IncomingRow, incomingCells } from './incoming-row.ts';

/** incoming_documents.csv: the register as it stands, each document in its state with what a leader wrote on it. */
export function createIncomingImport({ kit, office }: Foundation) {
  /** The bureau of who took it in keeps the register; when nobody is named, the head of the handling unit's line does. */
  async function ownerOf(
    tx: Transaction,
    { received_by, handling_org }: IncomingRow,
    { memo }: ImportContext,
  ): Promise<string> {
    const person =
      received_by && (await memo(`person:${received_by}`, () => office.people.find(tx.manager, received_by)));
    const home = person ? person.primaryOrgId : null;
    if (home !== null) return office.orgs.tree.unitsOf(home).at(-1) ?? home;
    if (handling_org === null) throw nobodys();
    return office.orgs.tree.rootOf(handling_org);
  }

  /** A register has a document of a sender under its number once. */
  async function assertNew(tx: Transaction, org: string, row: IncomingRow): Promise<void> {
    const { register_no: registerNo, sender_number: senderNumber } = row;
    const [entered] = await incomingWhere(tx.manager, { org, registerNo }).getMany();
    if (entered) throw duplicate(entered.id, { en: 'This number is in the register.', zh: '该收文编号已登记。' });
    if (senderNumber === null) return;
    const sent = await incomingWhere(tx.manager, { org, senderNumber }).getMany();
    const same = sent.find(({ senderOrgId, senderText }) =>
      senderOrgId === null || row.sender_org_code === null
        ? senderText !== null && senderText === row.sender_text
        : senderOrgId === row.sender_org_code,
    );
    if (same) throw duplicate(same.id, { en: 'This sender gave the number before.', zh: '该来文单位的文号已登记。' });
  }

  async function store(tx: Transaction, document: IncomingDocument, instruction: Instruction | null): Promise<void> {
    await tx.insert(IncomingDocumentEntity, document);
    const followers = [
      ...named('HANDLING', document.handlingOrgId, ...document.coOrgIds),
      ...named('LEADER', instruction?.leaderId ?? null),
    ];
    await office.parties.add(tx, document.id, [...named('REGISTRAR', document.receivedById), ...followers]);
    await tx.append(receivedEvent(document));
    if (instruction === null) return;
    await tx.insert(InstructionEntity, instruction);
    await office.parties.add(tx, instruction.id, followers);
    await tx.append(givenEvent(instruction));
  }

  return defineImport({
    act: 'importIncomingDocuments',
    kind: 'fact',
    key: 'register_no',
    cells: incomingCells,
    async apply(tx, row, context) {
      checkRow(row);
      const ownerOrgId = await ownerOf(tx, row, context);
      await assertNew(tx, ownerOrgId, row);
      const dueAt = row.due_date === null ? null : office.calendar.endOf(row.due_date);
      const document = documentOf(row, { id: kit.ids.next('inc'), ownerOrgId, dueAt, now: tx.now });
      const given =
        row.instruction_at && instructionOf(row, document, { id: kit.ids.next('ins'), at: row.instruction_at });
      await store(tx, document, given);
      return undefined;
    },
  });
}

const named = (relation: string, ...ids: readonly (string | null)[]): Party[] =>
  ids.flatMap((partyId) => (partyId === null ? [] : [{ partyId, relation }]));

interface Entry {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly dueAt: Date | null;
  readonly now: Date;
}

function documentOf(row: IncomingRow, { id, ownerOrgId, dueAt, now }: Entry): IncomingDocument {
  const { level: secrecyLevel, handling_org: handlingOrgId } = row;
  return {
    ...{ id, ownerOrgId, secrecyLevel, status: row.state, version: 1, createdAt: row.received_at, updatedAt: now },
    ...{ registerNo: row.register_no, senderText: row.sender_text, senderOrgId: row.sender_org_code },
    ...{ senderNumber: row.sender_number, kind: row.kind, urgency: row.urgency, action: row.action },
    ...{ receivedById: row.received_by, handlingOrgId, coOrgIds: row.co_orgs.filter((org) => org !== handlingOrgId) },
    ...{ dueAt, finishedAt: row.finished_at, importedAt: now },
    returned: row.state === 'RETURNED' || row.return_reason !== null,
    title: keptText(secrecyLevel, row.title),
    proposedOpinion: keptText(secrecyLevel, row.proposed_opinion),
    returnReason: keptText(secrecyLevel, row.return_reason),
    result: keptText(secrecyLevel, row.result),
  };
}

/** Whoever handles the document follows the instruction. */
function instructionOf(
  row: IncomingRow,
  document: IncomingDocument,
  { id, at }: { id: string; at: Date },
): Instruction {
  const { id: documentId, ownerOrgId, secrecyLevel, handlingOrgId: leadOrgId, coOrgIds, updatedAt } = document;
  return {
    ...{ id, version: 1, ownerOrgId, secrecyLevel, createdAt: at, updatedAt, documentId, leadOrgId, coOrgIds },
    ...{ code: row.instruction_no, leaderId: row.instruction_leader, dueOn: row.due_date },
    text: keptText(secrecyLevel, row.instruction_text),
    requiresAction: row.instruction_requires_action ?? false,
  };
}

const nobodys = () =>
  badInput('received_by', {
    en: 'Neither who took it in nor who handles it says whose register it is in.',
    zh: '收文人和主办单位均未填写，无法确定登记单位。',
  });
