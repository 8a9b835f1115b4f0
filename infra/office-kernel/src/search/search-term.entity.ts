import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** A term by which a thing is found; the key lets a query begin at any term and ask for any other of the same thing. */
interface SearchTerm {
  readonly term: string;
  readonly subjectId: string;
}

/** How far the rows of a table that were there before their words have been looked through. */
export interface SearchProgress {
  readonly kind: string;
  /** The last id looked at. */
  readonly afterId: string;
  readonly done: boolean;
}

export const SearchTermEntity = new EntitySchema<SearchTerm>({
  name: 'SearchTerm',
  tableName: 'search_term',
  withoutRowid: true,
  columns: { term: column.key('term', 32), subjectId: column.key('subject_id') },
});

export const SearchProgressEntity = new EntitySchema<SearchProgress>({
  name: 'SearchProgress',
  tableName: 'search_progress',
  columns: { kind: column.key('kind', 64), afterId: column.ref('after_id'), done: column.bool('done') },
});
