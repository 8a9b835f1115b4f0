import type { Office } from '@chengqi/office-kernel';
import type { Retention } from '@chengqi/schemas/events/documents';
import {
  guardFailed,
  optionalLine,
  type Request,
  type ServiceKit,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { countOf, patternOf } from '../input.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { documentWorkflow } from '../outgoing/document.workflow.ts';
import { authorsOf, recipientsOf } from '../outgoing/document-parties.ts';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord } from './archive-record.ts';
import {
  type ArchiveAct,
  archiveWorkflow,
  type Classing,
  catalog,
  extendRetention,
  shelfKey,
} from './archive-record.workflow.ts';
import { recordOfDocument } from './pre-filing.ts';

interface Revision {
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface ClassingInput extends Revision {
  readonly category?: string | null | undefined;
  readonly retention: Retention;
  readonly orgSegment: string;
  readonly title?: string | null | undefined;
  readonly pages?: number | null | undefined;
}

interface ExtendInput extends Revision {
  readonly recordId: string;
  readonly retention: Retention;
  readonly retentionUntil?: string | null | undefined;
  readonly reason: string;
}

export type ArchiveCommands = ReturnType<typeof createArchiveCommands>;

/** Filing, cataloguing and longer keeping; codes are given in the transaction that stores them. */
export function createArchiveCommands({ kit, office }: { kit: ServiceKit; office: Office }) {
  async function shelve(tx: Transaction, record: ArchiveRecord, act: ArchiveAct, classing: Classing) {
    const fondsCode = await fondsOf(tx, record.ownerOrgId);
    const itemNo = await office.serials.next(tx, shelfKey({ ...classing, fondsCode, year: record.year }));
    return catalog(record, act, classing, { fondsCode, itemNo });
  }

  /** The fonds of the org, or of the nearest one above it that keeps one. */
  async function fondsOf(tx: Transaction, orgId: string): Promise<string> {
    for (const id of [orgId, ...office.orgs.ancestors(orgId)]) {
      const org = await office.orgs.find(tx.manager, id);
      if (org?.fondsCode) return org.fondsCode;
    }
    throw guardFailed('ARC-1', { en: 'The organisation has no fonds.', zh: '该单位及上级单位均未设全宗。' });
  }

  const permit = (tx: Transaction, request: Request, id: string) =>
    office.require(tx, request, ArchiveRecordEntity, id, { type: 'ArchiveRecord', roles: archiveWorkflow.roles });

  return {
    catalogRecord: (request: Request, input: ClassingInput & { readonly recordId: string }) =>
      office.execute(request, 'catalogRecord', input, async (tx) => {
        const record = await permit(tx, request, input.recordId);
        const { actor } = request;
        const step = archiveWorkflow.permit(actor, record, 'CATALOG', {
          expectedVersion: input.expectedVersion ?? null,
        });
        const act = { ...step, by: actor.personId, at: tx.now };
        const { changes, events, role } = await shelve(tx, record, act, classingOf(input));
        await tx.update(ArchiveRecordEntity, record, changes);
        await tx.append(events, { role });
        return record.id;
      }),

    extendRetention: (request: Request, input: ExtendInput) =>
      office.execute(request, 'extendRetention', input, async (tx) => {
        const record = await permit(tx, request, input.recordId);
        const { actor } = request;
        const options = { expectedVersion: input.expectedVersion ?? null };
        const step = archiveWorkflow.permit(actor, record, 'EXTEND_RETENTION', options);
        const given = {
          retention: input.retention,
          retentionUntil: input.retentionUntil ?? null,
          reason: textOf('reason', input.reason, 500),
        };
        const { changes } = extendRetention(record, { ...step, by: actor.personId, at: tx.now }, given);
        await tx.update(ArchiveRecordEntity, record, changes);
        return record.id;
      }),

    fileDocument: (request: Request, input: ClassingInput & { readonly documentId: string }) =>
      office.execute(request, 'fileDocument', input, async (tx) => {
        const { roles } = documentWorkflow;
        const document = await office.require(tx, request, DocumentEntity, input.documentId, {
          type: 'Document',
          roles,
        });
        const { actor } = request;
        const step = documentWorkflow.permit(actor, document, 'FILE', {
          expectedVersion: input.expectedVersion ?? null,
        });
        const record = recordOfDocument(document, kit.ids.next('arc'), kit.clock, tx.now);
        const act = { ...archiveWorkflow.permit(actor, record, 'CATALOG'), by: actor.personId, at: tx.now };
        const { changes, events, role } = await shelve(tx, record, act, classingOf(input));
        await tx.update(DocumentEntity, document, { status: step.to });
        await tx.insert(ArchiveRecordEntity, { ...record, ...changes });
        await office.parties.add(tx, record.id, [...authorsOf(document), ...recipientsOfIssued(document)]);
        await tx.append(events, { role });
        return document.id;
      }),
  };

  function recipientsOfIssued(document: Parameters<typeof recipientsOf>[0]) {
    return document.issuedAt === null ? [] : recipientsOf(document);
  }
}

function classingOf(input: ClassingInput): Classing {
  return {
    category: patternOf('category', input.category ?? 'WS', /^[A-Z]{2}$/, {
      en: 'Two capital letters.',
      zh: '应为两位大写字母。',
    }),
    retention: input.retention,
    orgSegment: patternOf('orgSegment', input.orgSegment, /^[A-Z0-9]{1,8}$/, {
      en: 'One to eight capital letters or digits.',
      zh: '应为 1 至 8 位大写字母或数字。',
    }),
    title: optionalLine('title', input.title, 200),
    pages: input.pages == null ? null : countOf('pages', input.pages),
  };
}
