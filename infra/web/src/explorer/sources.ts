import { type AtHand, registered, sentByCurl } from './at-hand.ts';

// Vite reads patterns and options as they stand here, and follows no variables.
const files = {
  readme: import.meta.glob<string>('../../../../README.md', { query: '?raw', import: 'default', eager: true }),
  office: import.meta.glob<string>('../../../../schemas/operations/office/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  figures: import.meta.glob<string>('../../../../schemas/operations/figures/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  anonymous: import.meta.glob<string>('../../../../schemas/operations/anonymous/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
};

/** All operations at hand as they stand in the repository when the page is built; the README's come first. */
export const operationsAtHand: readonly AtHand[] = [
  ...Object.values(files.readme).flatMap(sentByCurl),
  ...(['office', 'figures', 'anonymous'] as const).flatMap((source) =>
    Object.values(files[source]).map((query) => registered(source, query)),
  ),
];
