import type { Foundation } from '@chengqi/office-kernel';
import { fieldsOf, guardFailed, optionalLine, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { CatalogRecordInput, ExtendRetentionInput, FileDocumentInput } from '../generated/graphql.ts';
import { countOf, patternOf } from '../input.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import type { Document } from '../outgoing/document.ts';
import { documentAccess } from '../outgoing/document.workflow.ts';
import { authorsOf, recipientsOf } from '../outgoing/document-parties.ts';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord } from './archive-record.ts';
import {
  type ArchiveAct,
  archiveAccess,
  archiveWorkflow,
  type Classing,
  catalog,
  extendRetention,
  shelfKey,
} from './archive-record.workflow.ts';
import { recordOfDocument } from './pre-filing.ts';

/** Filing, cataloguing and longer keeping; codes are given in the transaction that stores them. */
export function createArchiveCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { keepDocuments } = createKeeping(foundation);

  async function shelve(tx: Transaction, record: ArchiveRecord, act: ArchiveAct, classing: Classing) {
    const fondsCode = await fondsOf(tx, record.ownerOrgId);
    const itemNo = await office.serials.next(tx, shelfKey({ ...classing, fondsCode, year: record.year }));
    return catalog(record, act, classing, { fondsCode, itemNo });
  }

  /** The fonds of the org, or of the nearest one above it that keeps one. */
  async function fondsOf(tx: Transaction, orgId: string): Promise<string> {
    const line = [orgId, ...office.orgs.ancestors(orgId)];
    const known = await office.orgs.findMany(tx.manager, line);
    const keeper = line.map((id) => known.get(id)).find((org) => org?.fondsCode);
    if (keeper?.fondsCode) return keeper.fondsCode;
    throw guardFailed('ARC-1', { en: 'The organisation has no fonds.', zh: '该单位及上级单位均未设全宗。' });
  }

  const record = { entity: ArchiveRecordEntity, access: archiveAccess } as const;

  return {
    catalogRecord: (request: Request, input: CatalogRecordInput) =>
      office.act(
        { ...record, request, name: 'catalogRecord', input, id: input.recordId, action: 'CATALOG' },
        (found, act, tx) => shelve(tx, found, act, classingOf(input)),
      ),

    extendRetention: (request: Request, input: ExtendRetentionInput) =>
      office.act(
        { ...record, request, name: 'extendRetention', input, id: input.recordId, action: 'EXTEND_RETENTION' },
        (found, act) =>
          extendRetention(found, act, {
            retention: input.retention,
            retentionUntil: input.retentionUntil ?? null,
            reason: textOf('reason', input.reason, 500),
          }),
      ),

    /** The document is filed by the record that is made of it and catalogued in the same act. */
    fileDocument: (request: Request, input: FileDocumentInput) => {
      const document = { entity: DocumentEntity, access: documentAccess, id: input.documentId } as const;
      return office.act(
        { ...document, request, name: 'fileDocument', input, action: 'FILE' },
        async (found, act, tx) => {
          const blank = recordOfDocument(found, kit.ids.next('arc'), office, tx.now);
          const cataloguing = { ...act, ...archiveWorkflow.permit(request.actor, blank, 'CATALOG') };
          const { changes, events } = await shelve(tx, blank, cataloguing, classingOf(input));
          await tx.insert(ArchiveRecordEntity, { ...blank, ...changes });
          await office.parties.add(tx, blank.id, [...authorsOf(found), ...recipientsOfIssued(found)]);
          const filed = { status: act.to, filedAt: act.at };
          await keepDocuments(tx, [{ ...found, ...filed }]);
          return { changes: filed, events };
        },
      );
    },
  };
}

const recipientsOfIssued = (document: Document) => (document.issuedAt === null ? [] : recipientsOf(document));

function classingOf(input: CatalogRecordInput | FileDocumentInput): Classing {
  const fields = fieldsOf({
    category: () =>
      patternOf('category', input.category ?? 'WS', /^[A-Z]{2}$/, {
        en: 'Two capital letters.',
        zh: '应为两位大写字母。',
      }),
    orgSegment: () =>
      patternOf('orgSegment', input.orgSegment, /^[A-Z0-9]{1,8}$/, {
        en: 'One to eight capital letters or digits.',
        zh: '应为 1 至 8 位大写字母或数字。',
      }),
    title: () => optionalLine('title', 'title' in input ? input.title : null, 200),
    pages: () => (input.pages == null ? null : countOf('pages', input.pages)),
  });
  return { ...fields, retention: input.retention };
}
