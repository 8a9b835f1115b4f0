import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { objectionLimit } from '../clocks/clocks.ts';
import { CaseEventEntity, ServiceCaseEntity } from './case.entity.ts';
import {
  demandedEvent,
  extendedEvent,
  redoneEvent,
  refusedEvent,
  supplementedEvent,
  transferredEvent,
  withdrawnEvent,
} from './case.events.ts';
import type { ServiceCase } from './case.ts';

const types = [
  'OPEN',
  'SUPPLEMENT_NOTICE',
  'SUPPLEMENT',
  'ACCEPT',
  'REFUSE',
  'TRANSFER',
  'EXTEND',
  'ANSWER',
  'CALLBACK',
  'REDO',
  'CLOSE',
  'WITHDRAW',
] as const;

/** One entry of an imported journal. */
interface Entry {
  readonly type: (typeof types)[number];
  readonly at: Date;
  readonly actorId: string | null;
  readonly toOrgId: string | null;
  readonly text: string | null;
}

interface Told {
  readonly changes: Partial<ServiceCase>;
  readonly events: (after: ServiceCase) => readonly DomainEvent[];
}

const later = (known: Date | null, at: Date): Date => (known !== null && known > at ? known : at);

/** The second demand has its fault on record; a limit that waits for papers does not run out. */
function demanded(found: ServiceCase, { at, actorId, text }: Entry): Told {
  const ordinal = found.demands.length + 1;
  const items = text === null ? [] : [text];
  const demand = { items, at: at.toISOString(), byId: actorId, fault: ordinal > 1 ? text : null, suppliedAt: null };
  return {
    changes: {
      demands: [...found.demands, demand],
      secondSupplementAt: ordinal === 2 ? at : found.secondSupplementAt,
      pausedAt: found.status === 'SUPPLEMENT' && found.dueAt !== null ? at : found.pausedAt,
    },
    events: (after) => [demandedEvent(after, at, ordinal)],
  };
}

function supplied(found: ServiceCase, { at }: Entry): Told {
  const last = found.demands.length - 1;
  const demands = found.demands.map((each, index) =>
    index === last ? { ...each, suppliedAt: at.toISOString() } : each,
  );
  return { changes: { demands }, events: (after) => [supplementedEvent(after, at)] };
}

/** What the journal adds to what cases.csv told; entries that repeat its dates only stand in the journal. */
function toldBy(found: ServiceCase, entry: Entry, objectionDueAt: Date): Told | null {
  const { type, at, text, toOrgId } = entry;
  switch (type) {
    case 'SUPPLEMENT_NOTICE':
      return demanded(found, entry);
    case 'SUPPLEMENT':
      return supplied(found, entry);
    case 'REFUSE':
      return { changes: { refusedAt: at, refusal: text }, events: (after) => [refusedEvent(after, at)] };
    case 'TRANSFER':
      return {
        changes: {
          transferredAt: later(found.transferredAt, at),
          ...(found.kind === 'PETITION' && { objectionDueAt: later(found.objectionDueAt, objectionDueAt) }),
        },
        events: (after) => [transferredEvent(after, at, toOrgId ?? found.ownerOrgId)],
      };
    case 'EXTEND':
      return {
        changes: { extendedAt: at },
        events: (after) => (after.dueAt === null ? [] : [extendedEvent(after, at, after.dueAt)]),
      };
    case 'REDO':
      return {
        changes: { redoneAt: later(found.redoneAt, at) },
        events: (after) => [redoneEvent(after, at, Math.max(found.redoCount, 1))],
      };
    case 'WITHDRAW':
      return { changes: { withdrawnAt: at }, events: (after) => [withdrawnEvent(after, at)] };
    default:
      return null;
  }
}

/** case_events.csv: the journals of imported cases, and the dates that cases.csv does not have. */
export function createCaseEventImport({ kit, office }: Foundation) {
  async function caseOf(tx: Transaction, code: string): Promise<ServiceCase> {
    const found = await tx.manager.getRepository(ServiceCaseEntity).findOneBy({ code, imported: true });
    if (!found) throw referenceUnknown('case_code', code);
    return found;
  }

  return defineImport({
    act: 'importCaseEvents',
    kind: 'fact',
    key: 'event_no',
    cells: {
      event_no: cell.key(64),
      case_code: cell.code({ required: true }),
      seq: cell.int({ required: true, min: 1, max: 100_000 }),
      at: cell.instant({ required: true }),
      type: cell.enumeration(types, { required: true }),
      actor: cell.person(),
      to_org: cell.org(),
      text: cell.text({ max: 4000 }),
    },
    async apply(tx, { case_code, seq, at, type, actor, to_org, text }) {
      const found = await caseOf(tx, case_code);
      const journal = tx.manager.getRepository(CaseEventEntity);
      const taken = await journal.findOneBy({ caseId: found.id, seq });
      if (taken) throw duplicate(taken.id, { en: 'This entry is stored already.', zh: '该流程记录已存在。' });
      const entry: Entry = { type, at, actorId: actor, toOrgId: to_org, text };
      const told = toldBy(found, entry, objectionLimit(await office.calendar.days(), at).dueAt);
      const kept = { caseId: found.id, seq, type, at, byId: actor, toOrgId: to_org, text };
      await tx.insert(CaseEventEntity, { ...kept, id: kit.ids.next('cev') });
      if (told) await tx.append(told.events(await tx.update(ServiceCaseEntity, found, told.changes)));
      return undefined;
    },
  });
}
