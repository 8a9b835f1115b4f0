import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configuredStore } from '../src/files/configured-store.ts';
import { mostFileBytes, receiveFile } from '../src/files/receive.ts';

const bucket = 'evidence';

describe('files in an object store that speaks S3', () => {
  const directory = mkdtempSync(join(tmpdir(), 's3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  let url: string;
  beforeAll(async () => {
    const { port } = (await server.run()) as AddressInfo;
    url = `http://127.0.0.1:${port}/${bucket}`;
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  const storeOf = (secret = 'S3RVER') =>
    configuredStore('security', { FILES_S3_URL: url, FILES_S3_ACCESS_KEY: 'S3RVER', FILES_S3_SECRET_KEY: secret });
  /** Names of all that the server keeps. */
  const kept = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('fil_'));
  const streamOf = (bytes: Uint8Array) =>
    ReadableStream.from(
      (function* () {
        for (let from = 0; from < bytes.byteLength; from += 65_536) yield bytes.subarray(from, from + 65_536);
      })(),
    );
  const pdf = (length: number) => {
    const bytes = new Uint8Array(length).fill(32);
    bytes.set(Buffer.from('%PDF-1.7\n'));
    return bytes;
  };
  const receive = (key: string, bytes: Uint8Array, sha256: string | null = null) =>
    receiveFile(storeOf(), key, streamOf(bytes), { name: 'a.pdf', size: bytes.byteLength, sha256 });

  it.each([20_000, mostFileBytes])(
    'are kept and given as they came, under the name of their service: %d bytes',
    async (length) => {
      const bytes = pdf(length);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await receive('fil_1', bytes, sha256)).toEqual({ sha256, type: 'application/pdf' });
      const given = await new Response(await storeOf().get('fil_1')).arrayBuffer();
      expect(createHash('sha256').update(Buffer.from(given)).digest('hex')).toBe(sha256);
      expect(kept().every((name) => name.startsWith(join(bucket, 'security')))).toBe(true);

      await storeOf().remove('fil_1');
      expect(await storeOf().get('fil_1')).toBeNull();
      await storeOf().remove('fil_1');
    },
  );

  it('leave nothing when they are refused at their end, or break off half-way', async () => {
    await expect(receive('fil_2', pdf(300_000), 'a'.repeat(64))).rejects.toMatchObject({
      ...{ code: 'BAD_USER_INPUT', details: { field: 'sha256' } },
    });
    const half = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(pdf(200_000)),
      pull: (controller) => controller.error(new Error('gone')),
    });
    const broken = receiveFile(storeOf(), 'fil_3', half, { name: 'a.pdf', size: 400_000, sha256: null });
    await expect(broken).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'file' } });
    for (const key of ['fil_2', 'fil_3']) expect(await storeOf().get(key)).toBeNull();
    expect(kept().filter((name) => /fil_[23]/.test(name))).toEqual([]);
  });

  it('are none of who has no key, which is a fault and not an absence', async () => {
    await expect(storeOf('wrong').get('fil_1')).rejects.toThrow('403');
    await expect(storeOf('wrong').remove('fil_1')).rejects.toThrow('403');
    const put = storeOf('wrong').put('fil_4', streamOf(pdf(1000)), 1000);
    await expect(put).rejects.toThrow('403');
  });

  it('need their keys in the environment, or a folder', () => {
    expect(() => configuredStore('security', {})).toThrow('FILES_DIR');
    expect(() => configuredStore('security', { FILES_S3_URL: url })).toThrow('FILES_S3_SECRET_KEY');
  });
});
