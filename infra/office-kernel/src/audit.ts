import { createHash } from 'node:crypto';
import type { SecrecyLevel } from '@chengqi/schemas';
import { canonicalJson, column, createOccasion, held, type Ids, type Request } from '@chengqi/service-kit';
import { Between, type EntityManager, EntitySchema, IsNull, LessThan, Not } from 'typeorm';
import { levelAtMost } from './secrecy-level.ts';

/** Who did what to what, and when. Rows are only added; the sealer fills in the last three fields once. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly personId: string | null;
  readonly onBehalfOf: string | null;
  /** Role in which a workflow allowed the act; SYSTEM for services reading from each other. */
  readonly role: string | null;
  /** The mutation's name, READ or READ_REFUSED. */
  readonly act: string;
  /** Prefix of the entity's id. */
  readonly entityType: string;
  readonly entityId: string;
  /** SHA-256 of the input as canonical JSON: it proves a text without repeating it. */
  readonly digest: string | null;
  readonly reason: string | null;
  /** What a correction replaced, as canonical JSON; of what is above INTERNAL only its SHA-256. */
  readonly was: string | null;
  readonly requestId: string | null;
  readonly seq: number | null;
  readonly prevHash: string | null;
  readonly hash: string | null;
}

export const AuditEntity = new EntitySchema<AuditEntry>({
  name: 'AuditEntry',
  tableName: 'audit_log',
  columns: {
    id: column.id(),
    at: column.instant('at'),
    personId: column.ref('person_id', { nullable: true }),
    onBehalfOf: column.ref('on_behalf_of', { nullable: true }),
    role: column.code('role', 40, { nullable: true }),
    act: column.code('act', 60),
    entityType: column.code('entity_type', 16),
    entityId: column.ref('entity_id'),
    digest: column.code('digest', 64, { nullable: true }),
    reason: column.text('reason', 500, { nullable: true }),
    was: column.longText('was', { nullable: true }),
    requestId: column.text('request_id', 64, { nullable: true }),
    seq: column.integer('seq', { nullable: true }),
    prevHash: column.code('prev_hash', 64, { nullable: true }),
    hash: column.code('hash', 64, { nullable: true }),
  },
  indices: [
    { name: 'audit_log_seq', columns: ['seq'], unique: true },
    { name: 'audit_log_entity', columns: ['entityId', 'at'] },
    { name: 'audit_log_person', columns: ['personId', 'at'] },
    { name: 'audit_log_act', columns: ['act', 'at'] },
    { name: 'audit_log_at', columns: ['at'] },
  ],
});

/** End of the chain: what the sealer locks, and what shows that the newest entries were cut off. */
export interface AuditHead {
  readonly id: string;
  readonly seq: number;
  readonly hash: string;
}

export const AuditHeadEntity = new EntitySchema<AuditHead>({
  name: 'AuditHead',
  tableName: 'audit_head',
  columns: { id: column.id(), seq: column.integer('seq'), hash: column.code('hash', 64) },
});

/** Hash before the first entry. */
export const firstHash = '0'.repeat(64);
export const headId = 'head';

/** What happened, before it has an id and a time. */
export interface AuditedAct {
  readonly act: string;
  readonly entityId: string;
  readonly role?: string | null;
  readonly digest?: string | null;
  readonly reason?: string | null;
  readonly was?: string | null;
}

/** How a correction keeps what it replaced: in clear where text may travel, else as its digest. */
export const wasOf = (level: SecrecyLevel | undefined, before: unknown): string =>
  level === undefined || levelAtMost(level, 'INTERNAL') ? canonicalJson(before) : `sha256:${digestOf(before)}`;

export const digestOf = (input: unknown): string => createHash('sha256').update(canonicalJson(input)).digest('hex');

const cut = (text: string | null | undefined, length: number): string | null => text?.slice(0, length) ?? null;

/** When there is something to seal. */
export const sealing = createOccasion();

/** Adds entries inside the caller's transaction; they are sealed shortly after it commits. */
export async function recordActs(
  manager: EntityManager,
  ids: Ids,
  at: Date,
  request: Request | null,
  acts: readonly AuditedAct[],
): Promise<void> {
  if (acts.length === 0) return;
  const { viewer } = request ?? {};
  const rows = acts.map(
    ({ act, entityId, role, digest, reason, was }): AuditEntry => ({
      id: ids.next('aud'),
      at,
      personId: viewer?.personId ?? null,
      onBehalfOf: viewer?.onBehalfOf ?? null,
      role: role ?? (viewer === undefined || viewer.kind === 'system' ? 'SYSTEM' : null),
      act,
      entityType: entityId.split('_')[0]?.slice(0, 16) ?? '',
      entityId,
      digest: digest ?? null,
      reason: cut(reason, 500),
      was: was ?? null,
      requestId: cut(request?.requestId, 64),
      seq: null,
      prevHash: null,
      hash: null,
    }),
  );
  await manager.createQueryBuilder().insert().into(AuditEntity).values(rows).updateEntity(false).execute();
  sealing.arose(manager);
}

function hashOf({ hash: _, was, ...entry }: AuditEntry): string {
  // Entries of before corrections were kept have none, and their hashes stand.
  const whole = was === null ? entry : { ...entry, was };
  return createHash('sha256')
    .update(`${entry.prevHash}${canonicalJson(whole)}`)
    .digest('hex');
}

const batchSize = 500;

/**
 * Chains committed entries that no chain holds yet, in the caller's transaction; answers how many. One place per
 * service, outside the writers' transactions, because a chain inside them would let only one write at a time.
 */
export async function sealAudit(manager: EntityManager): Promise<number> {
  const log = manager.getRepository(AuditEntity);
  if (!(await log.existsBy({ seq: IsNull() }))) return 0;
  const heads = manager.getRepository(AuditHeadEntity);
  let { seq, hash } = await held(heads.createQueryBuilder('h').where('h.id = :headId', { headId })).getOneOrFail();
  const open = await log.find({ where: { seq: IsNull() }, order: { id: 'ASC' }, take: batchSize });
  for (const entry of open) {
    seq += 1;
    const sealed = { ...entry, seq, prevHash: hash };
    hash = hashOf(sealed);
    await log.update({ id: entry.id }, { seq, prevHash: sealed.prevHash, hash });
  }
  await heads.update({ id: headId }, { seq, hash });
  return open.length;
}

/** An entry that the chain was found to hold up to. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
}

const beginning: ChainPlace = { seq: 0, hash: firstHash };

export interface AuditVerdict {
  /** So many hold, counted from the first of all. */
  readonly entries: number;
  /** The first place where the chain does not hold; null when it does. */
  readonly firstBreak: { readonly seq: number; readonly id: string | null; readonly reason: string } | null;
  /** Entries older than ten seconds that no chain holds: the sealer stands still. */
  readonly unsealed: number;
  /** From where to go on, where not all was looked at; null at the end and at a break. */
  readonly next: ChainPlace | null;
}

/** Recomputes the chain from its beginning, or from where an earlier verdict stopped, over about `most` entries. */
export async function verifyAudit(
  manager: EntityManager,
  now: Date,
  { after = beginning, most = Number.POSITIVE_INFINITY }: { after?: ChainPlace; most?: number } = {},
): Promise<AuditVerdict> {
  const log = manager.getRepository(AuditEntity);
  const unsealed = await log.countBy({ seq: IsNull(), at: LessThan(new Date(now.getTime() - 10_000)) });
  // The sealer moves both at once: a head that is read after the newest entry is never behind it.
  const [newest] = await log.find({ where: { seq: Not(IsNull()) }, order: { seq: 'DESC' }, take: 1 });
  const head = await manager.getRepository(AuditHeadEntity).findOneByOrFail({ id: headId });
  const upTo = (entries: number, next: ChainPlace | null): AuditVerdict => ({
    entries,
    firstBreak: null,
    unsealed,
    next,
  });
  const broken = (entries: number, id: string | null, reason: string): AuditVerdict => ({
    ...upTo(entries, null),
    firstBreak: { seq: entries + 1, id, reason },
  });
  let { seq, hash } = after;
  while (seq < head.seq) {
    if (seq - after.seq >= most) return upTo(seq, { seq, hash });
    const page = await log.find({
      where: { seq: Between(seq + 1, head.seq) },
      order: { seq: 'ASC' },
      take: batchSize,
    });
    if (page.length === 0) return broken(seq, null, 'the newest entries are missing');
    for (const entry of page) {
      const reason = breakAt(entry, seq + 1, hash);
      if (reason) return broken(seq, entry.id, reason);
      seq += 1;
      hash = entry.hash ?? '';
    }
  }
  if (seq !== head.seq || hash !== head.hash) return broken(seq, null, 'the newest entries are missing');
  const beyond = newest !== undefined && (newest.seq ?? 0) > head.seq;
  return beyond ? broken(seq, newest.id, 'an entry is beyond the end of the chain') : upTo(seq, null);
}

function breakAt(entry: AuditEntry, seq: number, previous: string): string | null {
  if (entry.seq !== seq) return 'an entry is missing';
  if (entry.prevHash !== previous) return 'the entry does not follow the one before';
  return entry.hash === hashOf(entry) ? null : 'the entry was changed';
}
