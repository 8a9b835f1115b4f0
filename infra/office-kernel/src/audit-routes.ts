import {
  badInput,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  type Request,
  referenceUnknown,
  type ServiceKit,
  scalars,
  spanOf,
  unauthenticated,
  type WebRequest,
} from '@chengqi/service-kit';
import { type AuditedAct, type ChainPlace, digestOf, recordActs, verifyAudit } from './audit.ts';
import { findTrail, shownEntries } from './audit-trail.ts';
import type { OrgTree } from './org-tree.ts';
import { people } from './replicas/person.repository.ts';

/** What an entry names where the whole trail was looked at. */
const wholeTrail = 'audit';
/** So much of the chain is recomputed for one answer, well within the time the gateway waits for it. */
const mostAtOnce = 20_000;

/**
 * The audit beside the graph of every service: AUDITOR reads the trail and has the chain proved, and either leaves an
 * entry. Entries say nothing of an owner, so that only who audits the whole house may read them.
 */
export function openAudit({ db, ids, clock, name, route }: ServiceKit, freshTree: () => Promise<OrgTree>): void {
  const record = (request: Request, act: AuditedAct): Promise<void> =>
    db.write((manager) => recordActs(manager, ids, clock.now(), request, [{ ...act, role: 'AUDITOR' }]));

  async function personIdOf(person: string): Promise<string> {
    if (person.startsWith('psn_')) return person;
    const found = await people.findByStaffNo(db.read, person);
    if (found === null) throw referenceUnknown('person', person);
    return found.id;
  }

  route('GET /admin/audit/trail', async (request, asked) => {
    requireAuditor(request, await freshTree());
    const given = queryOf(asked);
    const { person, object: objectId, first, after, ...narrow } = readTrail(given);
    const personId = person && (await personIdOf(person));
    const page = await findTrail(db.read, { ...narrow, personId, objectId }, { first, after });
    const entries = await shownEntries(db.read, page.nodes);
    const entityId = objectId ?? personId ?? wholeTrail;
    await record(request, { act: 'READ_TRAIL', entityId, digest: digestOf(Object.fromEntries(given)) });
    const { hasNextPage, endCursor } = page.pageInfo;
    return Response.json({ service: name, entries, pageInfo: { hasNextPage, endCursor } });
  });

  route('GET /admin/audit/verify', async (request, asked) => {
    requireAuditor(request, await freshTree());
    const { after } = readPlace(queryOf(asked));
    const { next, ...verdict } = await verifyAudit(db.read, clock.now(), { ...(after && { after }), most: mostAtOnce });
    const { firstBreak } = verdict;
    const reason = firstBreak && `${firstBreak.seq}: ${firstBreak.reason}`;
    await record(request, { act: 'VERIFY_TRAIL', entityId: wholeTrail, reason });
    return Response.json({ service: name, ...verdict, next: next && `${next.seq}.${next.hash}` });
  });
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
function requireAuditor({ viewer, actor }: Request, tree: OrgTree): void {
  if (viewer.kind === 'anonymous') throw unauthenticated();
  const roots = tree.roots();
  const everywhere = viewer.posts.some(({ roles, scopeOrgId }) => scopeOrgId === null && roles.includes('AUDITOR'));
  if (everywhere || (roots.length > 0 && roots.every((root) => actor.holds('AUDITOR', root)))) return;
  throw forbidden({
    en: 'Only who audits the whole house reads its audit.',
    zh: '仅审计范围覆盖全部单位的审计员可查阅审计记录。',
  });
}

const queryOf = (asked: WebRequest): URLSearchParams => new URL(asked.url).searchParams;

type Readers = Readonly<Record<string, (name: string, text: string) => unknown>>;

/** What the address asks, each thing at most once and nothing else; null where it is left out. */
function readQuery<R extends Readers>(query: URLSearchParams, readers: R): { [K in keyof R]: ReturnType<R[K]> | null } {
  const names = [...new Set([...Object.keys(readers), ...query.keys()])];
  const read = (name: string) => () => {
    const [text, ...more] = query.getAll(name);
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!reader) throw badInput(name, { en: `Nothing is asked by ${name}.`, zh: `没有名为 ${name} 的条件。` });
    if (more.length > 0) throw badInput(name, { en: `${name} is given twice.`, zh: `${name} 重复。` });
    return text === undefined ? null : reader(name, text);
  };
  return fieldsOf(Object.fromEntries(names.map((name) => [name, read(name)]))) as {
    [K in keyof R]: ReturnType<R[K]> | null;
  };
}

function readTrail(query: URLSearchParams) {
  const id = (name: string, text: string) => lineOf(name, text, 40);
  const wanted = readQuery(query, {
    person: (name, text) => lineOf(name, text, 64),
    object: id,
    act: (name, text) => lineOf(name, text, 60),
    from: instantOf,
    to: instantOf,
    first: (name, text) => numberOf(name, text.trim() === '' ? Number.NaN : Number(text), 1, 100),
    after: (_, text) => text,
  });
  if (wanted.from && wanted.to) spanOf('to', wanted.from, wanted.to);
  return wanted;
}

const readPlace = (query: URLSearchParams) => readQuery(query, { after: placeOf });

function placeOf(name: string, text: string): ChainPlace {
  const [, seq, hash = ''] = /^(\d{1,10})\.([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined) throw badInput(name, { en: 'Not a place of this chain.', zh: '不是有效的校验位置。' });
  return { seq: Number(seq), hash };
}

function instantOf(name: string, text: string): Date {
  try {
    return scalars.DateTime.parseValue(text) as Date;
  } catch {
    throw badInput(name, {
      en: `${name} is an instant with its offset, such as 2026-09-01T00:00:00Z.`,
      zh: `${name} 须为带时区的时间，例如 2026-09-01T00:00:00Z。`,
    });
  }
}
