import type { IntrospectionQuery } from 'graphql';

interface Described {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly type?: TypeReference;
}
interface TypeReference {
  readonly name?: string | null;
  readonly ofType?: TypeReference | null;
}

const term = / ?\(([^()]*\p{Script=Han}[^()]*)\)/u;

/**
 * The same types for who reads Chinese: the term that a description carries in brackets stands before it, and what carries
 * none is led by the term of its type, or of what its type lists. Nothing is translated that the contract does not say in Chinese.
 */
export function inChinese(
  { __schema }: IntrospectionQuery,
  terms: Readonly<Record<string, string>>,
): IntrospectionQuery {
  const led = ({ name, description, type }: Described): string | null => {
    const english = description ?? '';
    const own = term.exec(english)?.[1];
    const found = own ?? terms[((type ? namedType(type) : name) ?? '').replace(/(Connection|Edge)$/, '')];
    return found ? `**${found}** ${own ? english.replace(term, '') : english}`.trim() : (description ?? null);
  };
  const through = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(through);
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, through(each)]));
    return 'description' in value ? { ...inner, description: led(value as Described) } : inner;
  };
  return { __schema: through(__schema) as IntrospectionQuery['__schema'] };
}

const namedType = ({ name, ofType }: TypeReference): string => (ofType ? namedType(ofType) : (name ?? ''));
