import type { SecrecyLevel } from '@chengqi/schemas';
import {
  type AnyEntity,
  type Connection,
  type Database,
  held,
  type Logger,
  type ServiceKit,
  type Timer,
  type Transaction,
} from '@chengqi/service-kit';
import type { EntitySchema, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Narrow } from '../reach.ts';
import { levelAtMost } from '../secrecy-level.ts';
import { highlightsOf, type SearchTexts } from './highlights.ts';
import { queryTerms } from './query-terms.ts';
import { type SearchProgress, SearchProgressEntity } from './search-term.entity.ts';
import { termsOf } from './terms.ts';

interface Searched {
  readonly id: string;
  /** Left out where rows have none: they count as INTERNAL. */
  readonly secrecyLevel?: SecrecyLevel;
}

/** How a question for words is put to a query; without words everything stays as it is. */
export interface Asked {
  readonly page: Narrow;
  readonly count: Narrow;
  /** Whether so many things have the rarest word that whoever looks at any of them soon meets one; without words everything does. */
  readonly isFrequent: () => Promise<boolean>;
  /** The page with what was found in each row. */
  readonly shown: <T extends ObjectLiteral>(page: Connection<T>) => Connection<T>;
}

export type Search = ReturnType<typeof createSearch>;

const asItIs: Narrow = (query) => query;
const notAsked: Asked = { page: asItIs, count: asItIs, isFrequent: async () => true, shown: (page) => page };
const termsAtOnce = 5000;
const rowsAtOnce = 500;
/** Up to so many rows with a word are looked up and sorted for a page; of more, a feed soon shows enough that have it. */
const fewForPage = 5000;
/** Of a word that fewer have, all that have it are quicker read than any found among the others. */
const fewToBeFrequent = 30_000;
/** So much is counted of all words together to know the rarest, but a thousand of each. */
const countedInAll = 15_000;

/**
 * Text search by an inverted table (`search_term`): pairs of Han characters and whole other words, alike on both
 * engines. Terms are written in the transaction that writes the text. Of what is above INTERNAL nothing is kept, so it is
 * never found by words. A query may have any filters and keeps its read rule: words only narrow it.
 */
export function createSearch({ db, log, onStored }: Pick<ServiceKit, 'db' | 'log' | 'onStored'>) {
  const textsOf = new Map<string, { readonly entity: AnyEntity; readonly of: (row: never) => SearchTexts }>();
  const looked = new Set<string>();

  return {
    /**
     * Rows of the entity are found by these texts from now on, and those that were there before by a timer, some at a
     * time. Whoever may read a row must be shown all of its texts, because highlights quote them.
     */
    keep<T extends Searched>(entity: EntitySchema<T>, of: (row: T) => SearchTexts): void {
      textsOf.set(tableOf(entity), { entity, of });
      onStored(entity, 'search', async (tx, rows) => {
        const added: Pair[] = [];
        for (const { before, after } of rows) {
          if (before && isAlike(before, after, of)) continue;
          const [was, is] = [before ? termsOfRow(before, of) : new Set<string>(), termsOfRow(after, of)];
          await forget(tx, after.id, without(was, is));
          added.push(...pairs(without(is, was), after.id));
        }
        await add(db.dialect, tx, added);
      });
    },

    /**
     * Puts the words to a query of a kept entity. It begins at the rarest word where that has few rows.
     * @throws DomainError BAD_USER_INPUT as `queryTerms`
     */
    async asked<T extends ObjectLiteral>(
      query: SelectQueryBuilder<T>,
      search: string | null | undefined,
    ): Promise<Asked> {
      if (search == null) return notAsked;
      const table = query.expressionMap.mainAlias?.metadata.tableName ?? '';
      const texts = textsOf.get(table)?.of;
      if (!texts) throw new Error(`nothing of ${table} is kept to be found by words`);
      const { terms, isFew } = await byRarity(db, queryTerms(search));
      const [rarest = '', ...others] = terms;
      return {
        page: (whole) => (isFew ? haveAll(lookedUp(whole, rarest), others) : haveAll(whole, terms)),
        count: (whole) => haveAll(joinedTo(whole, rarest), others),
        isFrequent: async () => !isFew && (await haveMore(db, rarest, fewToBeFrequent)),
        shown: (page) => {
          const asked = new Set(terms);
          const edges = page.edges.map((edge) => ({
            ...edge,
            highlights: highlightsOf(texts(edge.node as never), asked),
          }));
          return { ...page, edges };
        },
      };
    },

    timer: {
      name: 'search-terms',
      everySeconds: 0.2,
      isDue: () => looked.size < textsOf.size,
      async run(tx) {
        const next = [...textsOf].find(([table]) => !looked.has(table));
        if (!next) return;
        const [table, kept] = next;
        if (await lookThrough(tx, db.dialect, log, { table, ...kept })) db.afterCommit(() => looked.add(table));
      },
    } satisfies Timer,
  };
}

const tableOf = ({ options }: AnyEntity): string => options.tableName ?? options.name;

const isAlike = <T extends Searched>(before: T, after: T, of: (row: T) => SearchTexts): boolean =>
  JSON.stringify([before.secrecyLevel, of(before)]) === JSON.stringify([after.secrecyLevel, of(after)]);

const termsOfRow = <T extends Searched>(row: T, of: (row: T) => SearchTexts): Set<string> =>
  levelAtMost(row.secrecyLevel ?? 'INTERNAL', 'INTERNAL') ? termsOf(Object.values(of(row))) : new Set();

type Pair = readonly [term: string, subjectId: string];
const pairs = (terms: Iterable<string>, id: string): Pair[] => [...terms].map((term) => [term, id]);
const without = (terms: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...terms].filter((term) => !others.has(term));

async function add(dialect: Database['dialect'], { manager }: Transaction, all: readonly Pair[]): Promise<void> {
  const ignore = dialect === 'mysql' ? 'INSERT IGNORE' : 'INSERT OR IGNORE';
  for (let from = 0; from < all.length; from += termsAtOnce) {
    const some = all.slice(from, from + termsAtOnce);
    const values = some.map(() => '(?, ?)').join(', ');
    await manager.query(`${ignore} INTO search_term (term, subject_id) VALUES ${values}`, some.flat());
  }
}

async function forget({ manager }: Transaction, id: string, terms: readonly string[]): Promise<void> {
  if (terms.length === 0) return;
  const places = terms.map(() => '?').join(', ');
  await manager.query(`DELETE FROM search_term WHERE subject_id = ? AND term IN (${places})`, [id, ...terms]);
}

/** The terms, rarest first, and whether few things have that one; counted no further than it matters, in one statement. */
async function byRarity(db: Database, terms: readonly string[]): Promise<{ terms: string[]; isFew: boolean }> {
  const few = Math.max(1000, Math.min(fewForPage, Math.floor(countedInAll / terms.length)));
  const query = db.read.createQueryBuilder().from('(SELECT 1)', 'one');
  for (const [at, term] of terms.entries()) {
    const some = `SELECT 1 AS one FROM search_term WHERE term = :term${at} LIMIT ${few + 1}`;
    query.addSelect(`(SELECT COUNT(*) FROM (${some}) some${at})`, `n${at}`).setParameter(`term${at}`, term);
  }
  const counted = (await query.getRawOne<Record<string, string | number>>()) ?? {};
  const found = terms.map((term, at) => ({ term, rows: Number(counted[`n${at}`] ?? 0) }));
  const rarestFirst = found.toSorted((a, b) => a.rows - b.rows);
  return { terms: rarestFirst.map(({ term }) => term), isFew: (rarestFirst[0]?.rows ?? 0) <= few };
}

/** Whether more things have the term; read from its index alone. */
async function haveMore(db: Database, term: string, than: number): Promise<boolean> {
  const some = `SELECT 1 AS one FROM search_term WHERE term = :term LIMIT ${than + 1}`;
  const query = db.read
    .createQueryBuilder()
    .select('COUNT(*)', 'n')
    .from(`(${some})`, 'some')
    .setParameter('term', term);
  return Number((await query.getRawOne<{ n: string | number }>())?.n ?? 0) > than;
}

/** For few rows: found by the term, then sorted. */
const lookedUp = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>, term: string): SelectQueryBuilder<T> =>
  query.andWhere(`${query.alias}.id IN (SELECT subject_id FROM search_term WHERE term = :rarest)`, { rarest: term });

/** For counting: rows come in no order, so that both engines may begin at the term and stop when they have enough. */
const joinedTo = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>, term: string): SelectQueryBuilder<T> =>
  query.innerJoin('search_term', 'found', `found.subject_id = ${query.alias}.id AND found.term = :rarest`, {
    rarest: term,
  });

/**
 * Rows that have all of these terms, each looked up by its key. A number is compared because it is no way to find rows: as
 * an EXISTS, or all at once, it tempts engines to begin at a frequent word and to read all that have it.
 */
function haveAll<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  terms: readonly string[],
): SelectQueryBuilder<T> {
  for (const [at, term] of terms.entries()) {
    const has = `SELECT COUNT(*) FROM search_term h${at} WHERE h${at}.subject_id = ${query.alias}.id AND h${at}.term = :has${at}`;
    query.andWhere(`(${has}) = 1`, { [`has${at}`]: term });
  }
  return query;
}

interface Kept {
  readonly table: string;
  readonly entity: AnyEntity;
  readonly of: (row: never) => SearchTexts;
}

/** Some rows that were there before their words; answers whether none is left. Rows are held, so that no older text is written beside a newer one. */
async function lookThrough(
  tx: Transaction,
  dialect: Database['dialect'],
  log: Logger,
  { table: kind, entity, of }: Kept,
): Promise<boolean> {
  const progress = tx.manager.getRepository<SearchProgress>(SearchProgressEntity);
  const begun = { kind, afterId: '', done: false };
  await progress.createQueryBuilder().insert().values(begun).orIgnore().updateEntity(false).execute();
  const { afterId, done } = await held(
    progress.createQueryBuilder('g').where('g.kind = :kind', { kind }),
  ).getOneOrFail();
  if (done) return true;
  const rows = await held(
    tx.manager
      .getRepository<Searched>(entity)
      .createQueryBuilder('r')
      .where('r.id > :afterId', { afterId })
      .orderBy('r.id')
      .limit(rowsAtOnce),
  ).getMany();
  await add(
    dialect,
    tx,
    rows.flatMap((row) => pairs(termsOfRow(row, of as (row: Searched) => SearchTexts), row.id)),
  );
  const reached = { afterId: rows.at(-1)?.id ?? afterId, done: rows.length < rowsAtOnce };
  await progress.update({ kind }, reached);
  if (rows.length > 0) log.info({ table: kind, ...reached }, 'words of earlier rows looked up');
  return reached.done;
}
