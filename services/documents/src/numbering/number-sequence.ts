import type { Document } from '../outgoing/document.ts';

export interface NumberAllocation {
  readonly serial: number;
  readonly state: 'USED' | 'VOIDED';
  readonly document: Document;
  readonly reason: string | null;
  readonly at: Date;
}

export interface NumberSequence {
  readonly issuingOrgId: string;
  readonly docCode: string;
  readonly year: number;
  readonly lastSerial: number;
  readonly gaps: readonly number[];
  readonly voided: readonly number[];
  readonly allocations: readonly NumberAllocation[];
}

/**
 * A register of numbers as one viewer sees it, from the first to the last document that the viewer may see. A number
 * between that none of them carries is a gap: who may not see a document is not told that there is one.
 */
export function numberSequence(
  name: Pick<NumberSequence, 'issuingOrgId' | 'docCode' | 'year'>,
  visible: readonly Document[],
): NumberSequence {
  const allocations = visible.flatMap((document) => allocationOf(document) ?? []);
  const [first = 0, lastSerial = 0] = [allocations.at(0)?.serial, allocations.at(-1)?.serial];
  const taken = new Set(allocations.map(({ serial }) => serial));
  const run = Array.from({ length: lastSerial - first }, (_, offset) => first + offset);
  return {
    ...name,
    lastSerial,
    gaps: run.filter((serial) => !taken.has(serial)),
    voided: allocations.filter(({ state }) => state === 'VOIDED').map(({ serial }) => serial),
    allocations,
  };
}

function allocationOf(document: Document): NumberAllocation | null {
  const { serial, registeredAt, voidedAt, voidReason: reason } = document;
  if (serial === null || registeredAt === null) return null;
  return { serial, document, reason, state: voidedAt === null ? 'USED' : 'VOIDED', at: voidedAt ?? registeredAt };
}
