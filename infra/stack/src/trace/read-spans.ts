import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A span as it was recorded; times are nanoseconds since 1970. */
export interface RecordedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** Who did it: `gateway`, a service, `client`, or the gateway library. */
  readonly by: string;
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** All spans of the traces that the id names, a request's or a trace's own, from every file of the folders, by their beginnings. */
export async function readSpans(folders: readonly string[], id: string): Promise<readonly RecordedSpan[]> {
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => join(folder, name)),
  );
  const named = new Set(/^[\da-f]{32}$/.test(id) ? [id] : []);
  for (const span of await spansIn(files, (line) => line.includes(id)))
    if (span.attributes['chengqi.request_id'] === id) named.add(span.traceId);
  const found = await spansIn(files, (line) => [...named].some((traceId) => line.includes(traceId)));
  return found
    .filter(({ traceId }) => named.has(traceId))
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : Number(a.startedAt > b.startedAt)));
}

async function spansIn(files: readonly string[], interesting: (line: string) => boolean): Promise<RecordedSpan[]> {
  const spans: RecordedSpan[] = [];
  for (const file of files)
    for await (const line of createInterface({ input: createReadStream(file) }))
      if (interesting(line)) spans.push(...spansOf(line));
  return spans;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly Value[] };
}
interface Attribute {
  readonly key: string;
  readonly value: Value;
}
interface Line {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly {
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
        readonly startTimeUnixNano: string;
        readonly endTimeUnixNano: string;
        readonly status?: { readonly code?: number };
        readonly attributes?: readonly Attribute[];
      }[];
    }[];
  }[];
}

/** A line of OTLP in JSON; a process that was killed may have left half of one. */
function spansOf(line: string): RecordedSpan[] {
  let read: Line;
  try {
    read = JSON.parse(line) as Line;
  } catch {
    return [];
  }
  return read.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || null,
        name: span.name,
        by: scope.name,
        startedAt: BigInt(span.startTimeUnixNano),
        endedAt: BigInt(span.endTimeUnixNano),
        failed: span.status?.code === 2,
        attributes: Object.fromEntries((span.attributes ?? []).map(({ key, value }) => [key, plainOf(value)])),
      })),
    ),
  );
}

function plainOf(value: Value): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(plainOf);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.intValue ?? null;
}
