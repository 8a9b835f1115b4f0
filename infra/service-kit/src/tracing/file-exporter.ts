import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

/** A file as large as this becomes the older one of two. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Writes spans as lines of OTLP in JSON, as the OpenTelemetry collector's `otlpjsonfile` receiver reads them, into
 * `<folder>/<name>.jsonl`; for the owner of the process alone, and at most two files of 32 MiB.
 */
export function createFileExporter(folder: string, name: string): SpanExporter {
  const file = join(folder, `${name}.jsonl`);
  let tail: Promise<void> = Promise.resolve();
  let size: number | null = null;

  async function append(line: Uint8Array): Promise<void> {
    if (size === null) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      size = await stat(file).then(
        (found) => found.size,
        () => 0,
      );
    }
    if (size > mostBytes) {
      await rename(file, join(folder, `${name}.older.jsonl`));
      size = 0;
    }
    await appendFile(file, Buffer.concat([line, Buffer.from('\n')]), { mode: 0o600 });
    size += line.length + 1;
  }

  return {
    export(spans, done) {
      const line = JsonTraceSerializer.serializeRequest(spans);
      if (!line) return done({ code: ExportResultCode.FAILED });
      const written = tail.then(() => append(line));
      tail = written.catch(() => undefined);
      written.then(
        () => done({ code: ExportResultCode.SUCCESS }),
        (error: Error) => done({ code: ExportResultCode.FAILED, error } satisfies ExportResult),
      );
    },
    forceFlush: () => tail,
    shutdown: () => tail,
  };
}
