import type { Operation } from './service.ts';

const inText = /\banonymous\s*:(?!\s*(?:false|null)\b)/;

/**
 * Whether an operation may do something without its author's name (an input's `anonymous`): then no log line says who asked,
 * because the hour would tell the rest.
 */
export const asksToStayUnnamed = ({ query, variables }: Pick<Operation, 'query' | 'variables'>): boolean =>
  holdsWish(variables) || inText.test(query);

function holdsWish(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsWish);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => (key === 'anonymous' ? inner === true : holdsWish(inner)));
}
