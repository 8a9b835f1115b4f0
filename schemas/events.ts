import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { EventContract } from './events/envelope.ts';
import { serviceNames } from './services.ts';

/** Every event contract of every service, by type. */
export async function loadEventContracts(): Promise<EventContract[]> {
  const modules = await Promise.all(
    serviceNames.map((name) => import(`./events/${name}.ts`) as Promise<Record<string, unknown>>),
  );
  const contracts = modules.flatMap((module) => Object.values(module)).filter(isContract);
  return contracts.sort((a, b) => (a.type < b.type ? -1 : 1));
}

const isContract = (value: unknown): value is EventContract =>
  typeof value === 'object' && value !== null && 'type' in value && 'schema' in value && 'create' in value;

/** JSON Schema of a payload, as written on the wire. */
export const jsonSchemaOf = (contract: EventContract) =>
  z.toJSONSchema(contract.schema, { io: 'output', unrepresentable: 'any' });

const snapshotFile = (type: string) => new URL(`./events/snapshots/${type}.json`, import.meta.url);

/** The payload schema as last committed; null for a new event. */
export function readSnapshot(type: string): ReturnType<typeof jsonSchemaOf> | null {
  try {
    return JSON.parse(readFileSync(snapshotFile(type), 'utf8'));
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const contracts = await loadEventContracts();
  for (const contract of contracts) {
    writeFileSync(snapshotFile(contract.type), `${JSON.stringify(jsonSchemaOf(contract), null, 2)}\n`);
  }
  console.log(`wrote the schemas of ${contracts.length} events`);
}
