import { publishedText } from '@chengqi/office-kernel';
import type { DomainEvent, SecrecyLevel } from '@chengqi/schemas';
import { instructionGiven } from '@chengqi/schemas/events/documents';

/** What a leader wrote on a received document; owner, level and limit are the document's. */
export interface Instruction {
  id: string;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  /** When it was given. */
  createdAt: Date;
  updatedAt: Date;
  documentId: string;
  code: string | null;
  leaderId: string | null;
  text: string | null;
  requiresAction: boolean;
  leadOrgId: string | null;
  coOrgIds: string[];
  dueOn: string | null;
}

/** Who follows instructions keeps it in mind from now on. */
export const givenEvent = (instruction: Instruction): DomainEvent => {
  const { id: instructionId, documentId, code, text, requiresAction, secrecyLevel: level } = instruction;
  const { leadOrgId, coOrgIds, leaderId, ownerOrgId: supervisingOrgId, dueOn, createdAt } = instruction;
  const given = { leadOrgId, coOrgIds, leaderId, supervisingOrgId, dueOn, givenAt: createdAt.toISOString(), level };
  const told = { instructionId, documentId, code, requiresAction, text: publishedText(level, text) };
  return instructionGiven.create(instruction, { ...told, ...given });
};
