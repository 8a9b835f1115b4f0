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
 * A register of numbers as one viewer sees it. It begins with the first number ever given (an imported series need not
 * begin with 1) and ends at the last document the viewer may see; gaps are those of the register itself, because a
 * number that is only hidden was not skipped.
 */
export function numberSequence(
  name: Pick<NumberSequence, 'issuingOrgId' | 'docCode' | 'year'>,
  given: readonly number[],
  visible: readonly Document[],
): NumberSequence {
  const allocations = visible.flatMap((document) => allocationOf(document) ?? []);
  const lastSerial = allocations.at(-1)?.serial ?? 0;
  const taken = new Set(given);
  const first = given.reduce((least, serial) => Math.min(least, serial), lastSerial);
  const run = Array.from({ length: lastSerial === 0 ? 0 : lastSerial - first + 1 }, (_, offset) => first + offset);
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
