/** Calls that refuse by a rule, as the source has them: `guardFailed`, and `refusal` or `badInput` where they name one. */
const calls = /\b(guardFailed|refusal|badInput)\(/g;
const text = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\x60((?:[^\x60\\]|\\.)*)\x60`;
const message = RegExp(String.raw`\{\s*en:\s*(?:${text}),\s*zh:\s*(?:${text}),?\s*\}`);

/**
 * Every rule that a file throws, with its code and texts; what a template puts in stands as `…`.
 * @throws Error for a rule or a text that is not written where it is thrown: the catalogue could not tell it
 */
export function rulesIn(source, file) {
  return [...source.matchAll(calls)].flatMap(({ 1: name, index }) => {
    const args = argumentsAt(source, index + name.length + 1);
    const said = message.exec(args);
    const rest = said ? args.slice(said.index + said[0].length) : args;
    const rule =
      name === 'guardFailed'
        ? /^\s*'([^']+)',/.exec(args)
        : name === 'refusal'
          ? /\brule: '([^']+)'/.exec(rest)
          : /^,\s*'([^']+)'/.exec(rest);
    if (!rule && name === 'badInput' && !/,\s*'[A-Z]+-[^']*'\s*,?\s*$/.test(args)) return [];
    if (!rule && name === 'refusal' && !/\brule\b/.test(rest)) return [];
    if (!rule || !said) {
      throw new Error(
        `${file}: ${name}(${args.trim().slice(0, 60)}…: name the rule, and say both texts, where it is thrown`,
      );
    }
    const code = name === 'refusal' ? (/^\s*'([A-Z_]+)'/.exec(args)?.[1] ?? 'GUARD_FAILED') : codes[name];
    const [en, zh] = [said.slice(1, 4), said.slice(4, 7)].map((kinds) => spoken(kinds.find(Boolean) ?? ''));
    return [{ rule: rule[1], code, en, zh }];
  });
}

const codes = { guardFailed: 'GUARD_FAILED', badInput: 'BAD_USER_INPUT' };

const spoken = (literal) => literal.replace(/\$\{[^}]*\}/g, '…').replace(/\\(.)/g, '$1');

/** The text between the brackets of a call. */
function argumentsAt(source, start) {
  let depth = 1;
  let quote = null;
  for (let at = start; at < source.length; at += 1) {
    const sign = source[at];
    if (quote) {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = null;
    } else if (sign === "'" || sign === '"' || sign === '`') quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth === 0) return source.slice(start, at);
    }
  }
  throw new Error('a call that does not end');
}
