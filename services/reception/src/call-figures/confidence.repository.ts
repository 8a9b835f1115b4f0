import type { Request } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { CallEntity, CallNoteEntity } from '../calls/call.entity.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';

export type Confidence = ReturnType<typeof createConfidence>;

interface Told {
  readonly callRef: string;
  readonly caseId: string;
  readonly shared: boolean;
}

/**
 * who told an accusation, and in what words, is read by who may read the accusation, on record. The call itself
 * stays in every count, because none may be lost.
 */
export function createConfidence(register: Pick<CaseRegister, 'visible' | 'readByIds'>) {
  /** Of the calls, by the exchange's numbers, those told in confidence that the viewer does not share. */
  return async (manager: EntityManager, request: Request, callRefs: readonly string[]): Promise<Set<string>> => {
    const told = callRefs.length === 0 ? [] : await accusationsTold(manager, register, request, callRefs);
    const shared = told.filter((each) => each.shared).map(({ caseId }) => caseId);
    if (shared.length > 0) await register.readByIds(request, [...new Set(shared)]);
    return new Set(told.filter((each) => !each.shared).map(({ callRef }) => callRef));
  };
}

/** Accusations that name a call, or that a note on it names. */
async function accusationsTold(
  manager: EntityManager,
  register: Pick<CaseRegister, 'visible'>,
  { viewer }: Request,
  callRefs: readonly string[],
): Promise<Told[]> {
  const calls = () => manager.createQueryBuilder(CallEntity, 'c');
  const notes = () => manager.createQueryBuilder(CallNoteEntity, 'c');
  // One condition each, so that each has an index.
  const joined = [
    calls().innerJoin('ServiceCase', 's', 's.callId = c.id'),
    calls().innerJoin('ServiceCase', 's', 's.callRef = c.callRef'),
    notes().innerJoin('ServiceCase', 's', 's.code = c.caseCode'),
  ];
  const rule = register.visible(viewer, 's');
  const found: Told[] = [];
  for (const query of joined) {
    const rows = await query
      .where('c.callRef IN (:...callRefs) AND s.restricted = :restricted', { callRefs, restricted: true })
      .select('c.callRef', 'callRef')
      .addSelect('s.id', 'caseId')
      .addSelect(`CASE WHEN ${rule.sql} THEN 1 ELSE 0 END`, 'shared')
      .setParameters(rule.params)
      .getRawMany<{ callRef: string; caseId: string; shared: unknown }>();
    found.push(...rows.map((row) => ({ ...row, shared: Number(row.shared) === 1 })));
  }
  return found;
}
