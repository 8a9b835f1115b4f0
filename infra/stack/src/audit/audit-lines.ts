import type { ServiceName } from '@chengqi/schemas';
import { Refused } from '../client.ts';
import type { AuditDesk, TrailEntry } from './audit-desk.ts';

/** The newest entries of each service that the filters leave, a line each; whether all services answered. */
export async function printTrail(
  desk: AuditDesk,
  services: readonly ServiceName[],
  filters: Readonly<Record<string, string>>,
  print: (line: string) => void,
): Promise<boolean> {
  let complete = true;
  for (const service of services) {
    try {
      const { entries, pageInfo } = await desk.ask(service, 'trail', filters);
      for (const entry of entries) print(`${service} ${lineOf(entry)}`);
      if (pageInfo.hasNextPage) print(`${service} … older ones: --service ${service} --after ${pageInfo.endCursor}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      print(`${service} NOT ANSWERED ${error.message}`);
      complete = false;
    }
  }
  return complete;
}

function lineOf({ at, person, role, act, entityId, reason, was, outcome }: TrailEntry): string {
  const who = person === null ? '-' : [person.staffNo ?? person.id, person.name].filter(Boolean).join(' ');
  const refused = outcome === 'REFUSED' ? 'REFUSED' : null;
  return [at, who, role ?? '-', act, entityId, refused, reason && JSON.stringify(reason), was && `was ${was}`]
    .filter(Boolean)
    .join(' ');
}
