import { hazardClosed, hazardConfirmed, hazardReported } from '@chengqi/schemas/events/security';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { ServiceCaseEntity } from './case.entity.ts';
import type { CaseRegister } from './case-register.commands.ts';

interface Source {
  readonly type: string;
  readonly id: string | null;
}

/** What became of the danger that a case made known stands in its journal. */
export function createCaseConsumers(register: CaseRegister): Consumer[] {
  async function note(tx: Transaction, source: Source | null, code: string, text: string): Promise<void> {
    if (source?.type !== 'ServiceCase' || source.id === null) return;
    if (!(await tx.manager.getRepository(ServiceCaseEntity).existsBy({ id: source.id }))) return;
    const words = `${code} ${text}`;
    await register.note(tx, source.id, { type: 'HAZARD', at: tx.now, byId: null, toOrgId: null, text: words });
  }

  return [
    on(hazardReported, ({ data }, tx) => note(tx, data.source, data.code, '已上报')),
    on(hazardConfirmed, ({ data }, tx) => note(tx, data.source, data.code, '已确认')),
    on(hazardClosed, ({ data }, tx) => note(tx, data.source, data.code, '已销号')),
  ];
}
