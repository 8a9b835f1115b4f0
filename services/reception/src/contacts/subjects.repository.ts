import type { Foundation } from '@chengqi/office-kernel';
import { notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { Confidence } from '../call-figures/confidence.repository.ts';
import { CallEntity } from '../calls/call.entity.ts';
import { callAccess } from '../calls/call.workflow.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { VisitEntity } from '../visits/visit.entity.ts';
import { visitAccess } from '../visits/visit.workflow.ts';

export type Subjects = ReturnType<typeof createSubjects>;

interface Subject {
  readonly ownerOrgId: string;
  readonly contactOf: string;
}

/** What contacts and rating codes are about, opened by the same read rules as everywhere else. */
export function createSubjects({ office }: Foundation, register: CaseRegister, confidence: Confidence) {
  type Open = (tx: Transaction, request: Request, id: string) => Promise<Subject>;
  const byPrefix: Readonly<Record<string, Open>> = {
    cas: async (tx, request, id) => ({ ...(await register.require(tx, request, id)), contactOf: id }),
    vst: async (tx, request, id) => ({
      ...(await office.require(tx, request, VisitEntity, id, visitAccess)),
      contactOf: id,
    }),
    /** Not the numbers of who told an accusation. */
    cal: async (tx, request, id) => {
      const { ownerOrgId, callRef, callerId } = await office.require(tx, request, CallEntity, id, callAccess);
      if ((await confidence(tx.manager, request, [callRef])).size > 0) throw notFound('Call');
      return { ownerOrgId, contactOf: callerId ?? id };
    },
  };

  return {
    /** Null for ids of other kinds. @throws DomainError NOT_FOUND when it is absent or hidden */
    find: async (tx: Transaction, request: Request, id: string): Promise<Subject | null> => {
      const [prefix = ''] = id.split('_');
      return Object.hasOwn(byPrefix, prefix) ? ((await byPrefix[prefix]?.(tx, request, id)) ?? null) : null;
    },
  };
}
