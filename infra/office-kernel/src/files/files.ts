import type { SecrecyLevel } from '@chengqi/schemas';
import {
  fieldsOf,
  fileNameOf,
  guardFailed,
  held,
  mostFileBytes,
  notFound,
  numberOf,
  type Request,
  referenceUnknown,
  refusal,
  type ServiceKit,
  sha256Of,
  type Timer,
  type Transaction,
  unauthenticated,
} from '@chengqi/service-kit';
import { In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import type { Evidence, EvidenceGiven } from '../evidence.ts';
import type { Execute } from '../execute.ts';
import type { ReadOptions } from '../reading.ts';
import { ceiling, levelAtMost } from '../secrecy-level.ts';
import { FileEntity, type StoredFile } from './file.entity.ts';

export const ticketMilliseconds = 3_600_000;
/** So long a file waits for something that refers to it. */
export const waitingMilliseconds = 24 * 3_600_000;
/** Of one person at once; more than any act takes, and what keeps one person from filling the disk. */
const mostWaiting = 100;
/** Taken away in one transaction, which a remote store may make slow. */
const mostRemoved = 50;

export interface UploadTicketInput {
  readonly name: string;
  readonly size: number;
  readonly sha256?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A row that evidence is about. */
export interface Holder {
  readonly id: string;
  readonly secrecyLevel: SecrecyLevel;
}

/** What was announced may be sent until then. */
export interface UploadTicket {
  readonly fileId: string;
  readonly expiresAt: Date;
}

/** Tickets for uploads, and what becomes of files: bound to what they prove, or gone after a day. */
export function createFiles({ db, ids, files: store, name: service }: ServiceKit, execute: Execute) {
  const isOf = ({ uploaderId, onBehalfOfId }: StoredFile, personId: string | null) =>
    personId !== null && (uploaderId === personId || onBehalfOfId === personId);

  /** What is wrong with a reference is not told apart: a file of somebody else looks like one that is not there. */
  function isFit(file: StoredFile | undefined, { id }: Holder, { request, now }: Transaction): file is StoredFile {
    if (file?.state !== 'STORED' || !isOf(file, request?.viewer.personId ?? null)) return false;
    return file.holderId === id || (file.holderId === null && file.expiresAt !== null && file.expiresAt > now);
  }

  async function announce(tx: Transaction, { viewer }: Request, input: UploadTicketInput): Promise<string> {
    const { personId, onBehalfOf } = viewer;
    if (personId === null) throw unauthenticated();
    const fields = fieldsOf({
      name: () => fileNameOf('name', input.name),
      size: () => numberOf('size', input.size, 1, mostFileBytes),
      sha256: () => (input.sha256 == null ? null : sha256Of('sha256', input.sha256)),
    });
    const waiting = { uploaderId: personId, expiresAt: MoreThan(tx.now) };
    if ((await tx.manager.getRepository(FileEntity).countBy(waiting)) >= mostWaiting) throw tooMany();
    const { id } = await tx.insert(FileEntity, {
      ...fields,
      id: ids.next('fil'),
      state: 'TICKET',
      uploaderId: personId,
      onBehalfOfId: onBehalfOf,
      type: null,
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + ticketMilliseconds),
      holderType: null,
      holderId: null,
    });
    return id;
  }

  return {
    /** Where a file is sent to and read from, at the gateway. */
    addressOf: (id: string) => `/files/${service}/${id}`,

    /**
     * Announces a file; `act` is the mutation's name. A repeated key gets the first ticket again.
     * @throws DomainError BAD_USER_INPUT; LIMIT_EXCEEDED for whom 100 files wait already; NOT_FOUND where the ticket of a
     * repeated key is gone
     */
    async createTicket(request: Request, act: string, input: UploadTicketInput): Promise<UploadTicket> {
      const fileId = await execute(request, act, input, async (tx) => ({
        id: await announce(tx, request, input),
        role: null,
      }));
      const file = await db.read.getRepository(FileEntity).findOneBy({ id: fileId });
      if (!file?.expiresAt) throw notFound('File');
      return { fileId, expiresAt: file.expiresAt };
    },

    /**
     * Evidence as it is stored: its files are there, were uploaded by who acts or in his place, and belong to the holder
     * from here on; `type` is that of `heldBy`.
     * @throws DomainError REFERENCE_UNKNOWN naming the field; GUARD_FAILED where the holder is above the ceiling
     */
    async keep(
      tx: Transaction,
      { type: holderType }: Pick<ReadOptions, 'type'>,
      holder: Holder,
      given: readonly EvidenceGiven[],
    ): Promise<Evidence[]> {
      const wanted = [...new Set(given.flatMap(({ fileId }) => fileId ?? []))].sort();
      if (wanted.length === 0) return given.map(({ path: _, fileId: __, ...piece }) => ({ ...piece, file: null }));
      if (!levelAtMost(holder.secrecyLevel, ceiling)) throw aboveCeiling();
      const found = await held(filesIn(tx, wanted)).getMany();
      const known = new Map(found.map((file) => [file.id, file]));
      const evidence = given.map(({ path, fileId, ...piece }): Evidence => {
        if (fileId === null) return { ...piece, file: null };
        const file = known.get(fileId);
        if (!isFit(file, holder, tx)) throw referenceUnknown(`${path}.fileId`, fileId, false);
        const { id, name, size, sha256, type } = file;
        return { ...piece, sha256, fileName: name, file: { id, name, size, sha256: sha256 ?? '', type: type ?? '' } };
      });
      await tx.manager
        .getRepository(FileEntity)
        .update({ id: In(wanted) }, { holderType, holderId: holder.id, expiresAt: null });
      return evidence;
    },

    timer: {
      name: 'remove-files',
      everySeconds: 60,
      /** What is due is bound by nobody any more; a run that fails half-way finds the rest again. */
      async run({ manager, now }) {
        const files = manager.getRepository(FileEntity);
        const due = await files.find({
          where: { expiresAt: LessThanOrEqual(now), holderId: IsNull() },
          order: { expiresAt: 'ASC' },
          take: mostRemoved,
        });
        await Promise.all(due.map(({ id }) => store.remove(id)));
        if (due.length > 0) await files.delete({ id: In(due.map(({ id }) => id)), holderId: IsNull() });
      },
    } satisfies Timer,
  };
}

const filesIn = ({ manager }: Transaction, wanted: readonly string[]) =>
  manager
    .getRepository(FileEntity)
    .createQueryBuilder('file')
    .where('file.id IN (:...wanted)', { wanted })
    .orderBy('file.id');

const tooMany = () =>
  refusal('LIMIT_EXCEEDED', {
    en: `${mostWaiting} files of yours wait to be used; what is not goes after a day.`,
    zh: `您有 ${mostWaiting} 个文件尚未使用；未使用的文件一天后自动清除。`,
  });

const aboveCeiling = () =>
  guardFailed('DOC-7', {
    en: 'Above the ceiling nothing but a register entry is kept here: no file.',
    zh: '超过本系统密级上限的事项只登记，不得上传文件。',
  });
