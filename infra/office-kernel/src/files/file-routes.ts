import {
  badInput,
  duplicate,
  held,
  notFound,
  type ReceivedFile,
  type Request,
  receiveFile,
  type ServiceKit,
} from '@chengqi/service-kit';
import { create as contentDisposition } from 'content-disposition';
import type { EntitySchema } from 'typeorm';
import { recordActs } from '../audit.ts';
import type { Reading, ReadOptions } from '../reading.ts';
import { isAbove } from '../secrecy-level.ts';
import { FileEntity, type StoredFile } from './file.entity.ts';
import { type Holder, ticketMilliseconds, waitingMilliseconds } from './files.ts';

type ReadHolder = (request: Request, id: string) => Promise<Holder | undefined>;

/**
 * Files beside the graph of every service: `PUT /files/:file` takes what was announced, once and from who announced it;
 * `GET /files/:file` gives it to whoever may read, now, what refers to it.
 */
export function openFiles(
  { db, ids, clock, files: store, log, route }: ServiceKit,
  { readByIds }: Pick<Reading, 'readByIds'>,
) {
  const holders = new Map<string, ReadHolder>();
  const hence = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds);

  /** Nobody else sends it from here on. @throws DomainError NOT_FOUND, DUPLICATE where it came already or is on its way */
  const claim = ({ viewer }: Request, id: string): Promise<StoredFile> =>
    db.write(async (manager) => {
      const files = manager.getRepository(FileEntity);
      const file = await held(files.createQueryBuilder('file').where('file.id = :id', { id })).getOne();
      const own = file !== null && viewer.personId !== null && file.uploaderId === viewer.personId;
      if (!own || (file.expiresAt !== null && file.expiresAt <= clock.now())) throw notFound('File');
      if (file.state !== 'TICKET') throw usedAlready(id);
      await files.update({ id }, { state: 'RECEIVING', expiresAt: hence(ticketMilliseconds) });
      return file;
    });

  const settle = (request: Request, id: string, received: ReceivedFile): Promise<void> =>
    db.write(async (manager) => {
      const changes = { state: 'STORED', ...received, expiresAt: hence(waitingMilliseconds) } as const;
      const { affected } = await manager.getRepository(FileEntity).update({ id, state: 'RECEIVING' }, changes);
      if (affected !== 1) throw notFound('File');
      await recordActs(manager, ids, clock.now(), request, [{ act: 'UPLOAD', entityId: id, digest: received.sha256 }]);
    });

  /** It may be sent again until the ticket ends; a commit whose answer was lost has stored it all the same. */
  const giveBack = async ({ id, expiresAt }: StoredFile): Promise<void> => {
    const file = await db.read.getRepository(FileEntity).findOneBy({ id });
    if (file?.state === 'STORED') return;
    await store.remove(id);
    await db.write((manager) =>
      manager.getRepository(FileEntity).update({ id, state: 'RECEIVING' }, { state: 'TICKET', expiresAt }),
    );
  };

  route('PUT /files/:file', async (request, { body }, { file: id = '' }) => {
    const file = await claim(request, id);
    try {
      if (!body) throw badInput('file', { en: 'Nothing was sent.', zh: '未收到文件内容。' });
      const received = await receiveFile(store, id, body, file);
      await settle(request, id, received);
      const { name, size } = file;
      return Response.json({ fileId: id, name, size, ...received }, { status: 201 });
    } catch (error) {
      await giveBack(file).catch((err: unknown) => log.error({ err, id }, 'an upload left something behind'));
      throw error;
    }
  });

  route('GET /files/:file', async (request, _asked, { file: id = '' }) => {
    const file = await db.read.getRepository(FileEntity).findOneBy({ id });
    // Whatever is asked for, one rule is asked of one row: no clock tells a hidden file from one that is not there.
    const readHolder = holders.get(file?.holderType ?? '') ?? [...holders.values()][0];
    const holder = await readHolder?.(request, file?.holderId ?? id);
    if (file?.state !== 'STORED' || !file.holderId || !holder) throw notFound('File');
    if (isAbove(holder.secrecyLevel, 'INTERNAL'))
      await db.write((manager) =>
        recordActs(manager, ids, clock.now(), request, [{ act: 'DOWNLOAD', entityId: id, digest: file.sha256 }]),
      );
    const bytes = await store.get(id);
    if (!bytes) throw new Error(`the bytes of ${id} are gone`);
    return new Response(bytes, { headers: headersOf(file) });
  });

  return {
    /** Files may refer to rows of this table: who may read one may read its files. */
    heldBy<T extends Holder>(entity: EntitySchema<T>, access: ReadOptions): void {
      holders.set(access.type, async (request, id) => (await readByIds(request, entity, [id], access)).get(id));
    },
  };
}

/** A browser saves it, whatever it holds, and neither guesses what it is, runs it, nor keeps it. */
const headersOf = ({ name, size, type }: StoredFile): Record<string, string> => ({
  'content-type': type ?? 'application/octet-stream',
  'content-length': String(size),
  'content-disposition': contentDisposition(name),
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
});

const usedAlready = (id: string) => duplicate(id, { en: 'This ticket has been used.', zh: '该上传凭证已使用。' });
