import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { type ArchiveSourceType, recordImported } from '@chengqi/schemas/events/documents';
import { duplicate, guardFailed, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { filingEnd } from '../deadlines/document-deadlines.ts';
import { keptText } from '../secrecy.ts';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord } from './archive-record.ts';
import { archivalCode, retentionEnd, retentionStart, shelfKey } from './archive-record.workflow.ts';
import type { ArchiveSources } from './archive-sources.commands.ts';
import { preFiled } from './pre-filing.ts';

const sourceTypes = {
  DOCUMENT: 'Document',
  SUPERVISION_ITEM: 'SupervisionItem',
  HAZARD: 'Hazard',
} as const satisfies Record<string, ArchiveSourceType>;

const dayMilliseconds = 86_400_000;

/** archive_records.csv: pieces as they stand on the shelf; item numbers continue after the last imported one (ARC-1). */
export function createArchiveImport({ kit, office }: Foundation, sources: ArchiveSources) {
  /** The one organisation that keeps the fonds. */
  async function keeperOf(tx: Transaction, fondsCode: string): Promise<string> {
    const [org, other] = await tx.manager
      .createQueryBuilder()
      .select('o.id', 'id')
      .from('org_replica', 'o')
      .where('o.fonds_code = :fondsCode', { fondsCode })
      .getRawMany<{ id: string }>();
    if (!org || other) throw referenceUnknown('fonds_code', fondsCode);
    return org.id;
  }

  /** Stored before it is told; the source learns of it at once when it is known. */
  async function store(tx: Transaction, record: ArchiveRecord, { source_ref, catalogued_on }: Told): Promise<void> {
    await tx.insert(ArchiveRecordEntity, record);
    const { id: recordId, archivalCode: code, retention, sourceType } = record;
    if (code === null || retention === null) throw new Error(`${recordId} was imported without its code`);
    const told = { recordId, archivalCode: code, retention, sourceType };
    await tx.append(recordImported.create(record, { ...told, sourceCode: source_ref, cataloguedOn: catalogued_on }));
    await sources.announce(tx, record);
  }

  return defineImport({
    act: 'importArchiveRecords',
    kind: 'fact',
    key: 'archival_code',
    cells: {
      archival_code: cell.key(),
      fonds_code: cell.code({ required: true, max: 16 }),
      category: cell.code({ required: true, max: 2 }),
      year: cell.int({ required: true, min: 1900, max: 2200 }),
      retention: cell.enumeration(['Y', 'D30', 'D10'], { required: true }),
      org_segment: cell.code({ required: true, max: 8 }),
      item_no: cell.int({ required: true, min: 1, max: 999_999 }),
      title: cell.title(),
      responsible: cell.name(),
      record_date: cell.day({ required: true }),
      pages: cell.int({ min: 1, max: 99_999 }),
      level: cell.level({ required: true }),
      source_type: cell.enumeration(['DOCUMENT', 'SUPERVISION_ITEM', 'HAZARD'], { required: true }),
      source_ref: cell.code({ required: true }),
      box: cell.code(),
      catalogued_on: cell.day({ required: true }),
    },
    async apply(tx, { archival_code, item_no, level, title, ...row }, { memo }) {
      const { category, year, retention, fonds_code: fondsCode, org_segment: orgSegment } = row;
      const shelf = { category, year, retention, fondsCode, orgSegment };
      if (archivalCode(shelf, item_no) !== archival_code) {
        throw guardFailed('ARC-1', { en: 'The code is not that of its parts.', zh: '档号与各段不符。' });
      }
      const records = tx.manager.getRepository(ArchiveRecordEntity);
      const taken = await records.findOneBy({ archivalCode: archival_code });
      if (taken) throw duplicate(taken.id, { en: 'ARC-1: this code was given.', zh: 'ARC-1：该档号已使用。' });
      const sourceType = sourceTypes[row.source_type];
      const ownerOrgId = await memo(`fonds:${fondsCode}`, () => keeperOf(tx, fondsCode));
      const source = await sources.find(tx, sourceType, row.source_ref);
      const piece = {
        ...{ sourceType, sourceId: '', ownerOrgId, secrecyLevel: level, title, recordDate: row.record_date },
        dueAt: filingEnd(office.calendar, year),
      };
      const record: ArchiveRecord = {
        ...preFiled(piece, kit.ids.next('arc'), tx.now),
        ...{ ...shelf, itemNo: item_no, archivalCode: archival_code, status: 'CATALOGUED', pages: row.pages },
        ...{ sourceId: source?.id ?? null, sourceCode: row.source_ref, importedAt: tx.now, box: row.box },
        responsible: keptText(level, row.responsible),
        retentionStart: retentionStart(year),
        retentionUntil: retentionEnd(year, retention),
        cataloguedAt: new Date(office.calendar.endOf(row.catalogued_on).getTime() - dayMilliseconds),
      };
      await store(tx, record, row);
      await office.serials.ensureAtLeast(tx, shelfKey(shelf), item_no);
      return undefined;
    },
  });
}

interface Told {
  readonly source_ref: string;
  readonly catalogued_on: string;
}
