import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { createDiskStore } from './disk-store.ts';
import { mostFileBytes, receiveFile } from './receive.ts';

const root = mkdtempSync(join(tmpdir(), 'receive-'));
const folder = join(root, 'files');
const store = createDiskStore(folder);
afterAll(() => rmSync(root, { recursive: true }));

const streamOf = (bytes: Uint8Array, chunk = 65_536) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let from = 0; from < bytes.byteLength; from += chunk) controller.enqueue(bytes.subarray(from, from + chunk));
      controller.close();
    },
  });
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Sent {
  readonly chunk?: number;
  readonly size?: number;
  readonly sha256?: string | null;
}

let keys = 0;
/** What becomes of the bytes under that name: their type and what is kept, or the refusal and what is left. */
async function send(name: string, bytes: Uint8Array, { chunk, size = bytes.byteLength, sha256 = null }: Sent = {}) {
  keys += 1;
  const key = `fil_${keys}`;
  const received = await receiveFile(store, key, streamOf(bytes, chunk), { name, size, sha256 }).catch(
    (error: unknown) => error as { code: string; details: { field?: string } },
  );
  const kept = await store.get(key);
  if ('code' in received) {
    expect(kept).toBeNull();
    expect(readdirSync(root).includes('files') ? readdirSync(folder).filter((each) => each.includes(key)) : []).toEqual(
      [],
    );
    return [received.code, received.details.field];
  }
  expect(received.sha256).toBe(sha256Of(bytes));
  expect(Buffer.from(await new Response(kept).bytes()).equals(bytes)).toBe(true);
  return received.type;
}

const padded = (begin: string | readonly number[], length = 5000) => {
  const bytes = new Uint8Array(length);
  bytes.set(typeof begin === 'string' ? strToU8(begin) : begin);
  return bytes;
};
const png = padded([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
const pdf = padded('%PDF-1.7\n');
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const zipOf = (parts: Record<string, Uint8Array | string>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  );
const refusedKind = ['BAD_USER_INPUT', 'file'];

describe('what an office shows is known by what it holds', () => {
  it.each([
    ['整改.PDF', pdf, 'application/pdf'],
    ['a.png', png, 'image/png'],
    ['说明.txt', strToU8('整改完成。\r\n'), 'text/plain'],
    ['gb18030.csv', new Uint8Array([0xd0, 0xf2, 0xba, 0xc5, 0x2c, 0x31, 0x0a]), 'text/csv'],
    ['老文件.doc', padded([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'application/x-cfb'],
    ['a.docx', zipOf({ '[Content_Types].xml': '<a/>', 'word/document.xml': '<b/>' }), word],
    ['late.docx', zipOf({ 'media/x.bin': png, 'word/document.xml': '<b/>', '[Content_Types].xml': '<a/>' }), word],
    ['公文.ofd', zipOf({ 'OFD.xml': '<a/>', 'Doc_0/Document.xml': '<b/>' }), 'application/ofd'],
  ])('%s is kept as what it is', async (name, bytes, type) => {
    expect(await send(name, bytes)).toBe(type);
    expect(await send(name, bytes, { chunk: 1 })).toBe(type);
    expect(await send(name, bytes, { sha256: sha256Of(bytes) })).toBe(type);
  });

  it('OpenDocument says so in its first part', async () => {
    const mimetype = 'application/vnd.oasis.opendocument.text';
    const odt = zipSync({ mimetype: [strToU8(mimetype), { level: 0 }], 'content.xml': strToU8('<a/>') });
    expect(await send('a.odt', odt)).toBe(mimetype);
    expect(await send('a.odp', odt)).toEqual(refusedKind);
  });

  it('is private to the house on the disk', async () => {
    await send('a.png', png);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const each of readdirSync(folder)) expect(statSync(join(folder, each)).mode & 0o777).toBe(0o600);
  });
});

describe('hostile files are refused and leave nothing', () => {
  it.each([
    ['a picture that calls itself a document', 'a.pdf', png],
    ['a program that calls itself a document', 'a.pdf', padded('MZ\x90')],
    ['a program under its own name', 'a.exe', padded('MZ\x90')],
    ['a text with NUL', 'a.txt', strToU8('a\0b')],
    ['bytes that are nothing', 'a.bin', padded([1, 2, 3])],
    ['a text under the name of a page', 'a.html', strToU8('<script>alert(1)</script>')],
    ['a drawing that runs scripts', 'a.svg', strToU8('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an archive', 'a.zip', zipOf({ 'a.txt': 'a' })],
    ['an archive that calls itself a document', 'a.docx', zipOf({ 'a.txt': 'a' })],
    ['the beginning of an archive', 'a.docx', padded('PK\x03\x04')],
    ['a document of another kind', 'a.xlsx', zipOf({ 'word/document.xml': '<b/>' })],
    ['an archive with a name that leaves it', 'a.docx', zipOf({ 'word/document.xml': '<b/>', '../../etc/x': 'a' })],
    ['a bomb', 'a.docx', zipOf({ 'word/document.xml': new Uint8Array(8 * 1024 ** 2) })],
  ])('%s', async (_what, name, bytes) => {
    expect(await send(name, bytes)).toEqual(refusedKind);
    expect(await send(name, bytes, { chunk: 1000 })).toEqual(refusedKind);
  });

  it('a bomb may declare less than it holds, and harms nobody: it is never unpacked', async () => {
    const bomb = zipOf({ 'word/document.xml': new Uint8Array(8 * 1024 ** 2) });
    const forged = Buffer.from(bomb);
    // Whoever unpacked it would fail at its first byte.
    forged.fill(0xff, 30 + 'word/document.xml'.length, 100);
    const directory = forged.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    forged.writeUInt32LE(1000, directory + 24);

    expect(await send('a.docx', forged)).toBe(word);
  });

  it('one byte more or less than announced, and another digest', async () => {
    expect(await send('a.pdf', pdf, { size: pdf.byteLength + 1 })).toEqual(['BAD_USER_INPUT', 'size']);
    expect(await send('a.pdf', pdf, { size: pdf.byteLength - 1 })).toEqual(['BAD_USER_INPUT', 'size']);
    expect(await send('a.pdf', pdf, { sha256: 'a'.repeat(64) })).toEqual(['BAD_USER_INPUT', 'sha256']);
  });

  it('50 MiB are taken, 51 are not, whatever was announced', async () => {
    const most = padded('%PDF-1.7\n', mostFileBytes);
    expect(await send('a.pdf', most)).toBe('application/pdf');
    const more = padded('%PDF-1.7\n', mostFileBytes + 1024 ** 2);
    expect(await send('a.pdf', more)).toEqual(['LIMIT_EXCEEDED', undefined]);
    expect(await send('a.pdf', more, { size: 1000 })).toEqual(['BAD_USER_INPUT', 'size']);
  });

  it('one that breaks off half-way', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(pdf);
        controller.error(new Error('ECONNRESET'));
      },
    });
    const received = receiveFile(store, 'fil_half', broken, { name: 'a.pdf', size: 2 * pdf.byteLength, sha256: null });
    await expect(received).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'file' } });
    expect(readdirSync(folder).filter((each) => each.includes('half'))).toEqual([]);
  });
});

describe('the store of files on a disk', () => {
  it('takes no key that could be a path', async () => {
    for (const key of ['', '../x', 'a/b', 'a\0b', '.', 'a'.repeat(65)])
      await expect(store.get(key)).rejects.toBeInstanceOf(RangeError);
  });

  it('forgets what was complete and what a killed process began', async () => {
    await send('a.pdf', pdf);
    writeFileSync(join(folder, 'fil_killed.part'), 'half');
    for (const key of ['fil_killed', `fil_${keys}`, 'fil_none']) await store.remove(key);

    expect(await store.get(`fil_${keys}`)).toBeNull();
    expect(readdirSync(folder)).not.toContain('fil_killed.part');
  });
});
