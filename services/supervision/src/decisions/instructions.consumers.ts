import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { instructionGiven } from '@chengqi/schemas/events/documents';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { itemsOfSource } from '../items/item.repository.ts';
import { propose, proposedForInstruction, toldBy } from '../sources/proposals.commands.ts';
import { nameSource } from '../sources/source-links.commands.ts';
import { keepCorrelation } from './correlation.repository.ts';
import { InstructionReplicaEntity } from './instruction.entity.ts';
import type { GivenInstruction } from './instruction.ts';

/** Keeps the instructions that orphans are counted from; a live one that requires action is proposed. */
export function createInstructionConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;

  async function keep(event: Envelope, tx: Transaction, instruction: GivenInstruction): Promise<void> {
    const { id, code, leadOrgId, leaderId, coOrgIds, secrecyLevel } = instruction;
    // What was noted of who follows it stays.
    await tx.manager.getRepository(InstructionReplicaEntity).upsert(instruction as never, ['id']);
    await keepCorrelation(tx, event);
    const concerned = [leadOrgId, leaderId, ...coOrgIds].filter((partyId) => partyId !== null);
    await office.parties.add(
      tx,
      id,
      concerned.map((partyId) => ({ partyId, relation: 'concerned' })),
    );
    if (code !== null) await nameSource(foundation, tx, 'Instruction', { id, code, secrecyLevel });
    if (event.provenance !== 'live' || !instruction.requiresAction) return;
    if ((await itemsOfSource(tx.manager, 'Instruction', id)).length > 0) return;
    await propose(foundation, tx, proposedForInstruction(instruction), toldBy(event.sequence));
  }

  return [
    on(
      instructionGiven,
      (event, tx) => {
        const { instructionId: id, level: secrecyLevel, supervisingOrgId: ownerOrgId, givenAt, ...told } = event.data;
        return keep(event, tx, { ...told, id, secrecyLevel, ownerOrgId, givenAt: new Date(givenAt) });
      },
      { imported: true },
    ),
  ];
}
