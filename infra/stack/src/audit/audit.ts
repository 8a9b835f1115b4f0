import { parseArgs } from 'node:util';
import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { Refused } from '../client.ts';
import { createProgress } from '../import/progress.ts';
import { type AuditDesk, createAuditDesk } from './audit-desk.ts';
import { printTrail } from './audit-lines.ts';
import { verifyAudits } from './verify-audit.ts';

const usage = `Usage: npm run audit -- verify [--url URL] [--staff-no NO]
       npm run audit -- trail [--object ID] [--person NO] [--act ACT] [--from T] [--to T]
                              [--service NAME] [--first N] [--after CURSOR] [--url URL] [--staff-no NO]
  verify          has the chain of every service proved; ends with 1 where one does not hold
  trail           prints the newest entries of every service, or of one
  --url URL       the office, http://127.0.0.1:4000 by default
  --staff-no NO   the auditor whom a development office signs in, YX0033 of the demo by default
Elsewhere as whom the bearer token in CHENGQI_TOKEN names.`;

const text = { type: 'string' } as const;
const options = {
  ...{ url: text, 'staff-no': text, service: text },
  ...{ object: text, person: text, act: text, from: text, to: text, first: text, after: text },
};

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, ...rest] = positionals;
  const { url = `http://127.0.0.1:${process.env.PORT || 4000}`, 'staff-no': staffNo = 'YX0033', ...asked } = values;
  if (!isCommand(command) || rest.length > 0) throw new Error(usage);
  if (command === 'verify' && Object.keys(asked).length > 0) throw new Error(usage);
  const { service, ...filters } = asked;
  const services = service === undefined ? serviceNames : serviceNames.filter((name) => name === service);
  if (services.length === 0) throw new Error(`No service is called ${service}: ${serviceNames.join(', ')}`);
  const desk = await createAuditDesk({ url, staffNo, bearer: process.env.CHENGQI_TOKEN }).catch(explain(url, staffNo));
  return commands[command](desk, services, filters);
}

const progress = createProgress(process.stdout);

const commands = {
  verify: (desk: AuditDesk): Promise<boolean> => verifyAudits(desk, progress),
  trail: (desk: AuditDesk, services: readonly ServiceName[], filters: Readonly<Record<string, string>>) =>
    printTrail(desk, services, filters, progress.line),
};

const isCommand = (command: string | undefined): command is keyof typeof commands =>
  command !== undefined && Object.hasOwn(commands, command);

function explain(url: string, staffNo: string) {
  return (error: unknown): never => {
    if (error instanceof Refused) throw new Error(`${url} does not sign ${staffNo} in: ${error.message}`);
    throw new Error(`No gateway answers at ${url}. Start one with "npm start", or give --url.`);
  };
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
