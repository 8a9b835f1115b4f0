/** Text for `LIKE … ESCAPE '!'` that stands for itself, wildcards included. */
const literal = (text: string): string => text.replace(/[!%_]/g, '!$&');

/** A pattern for `LIKE … ESCAPE '!'` that finds the text anywhere. */
export const containing = (text: string): string => `%${literal(text)}%`;

/** A pattern for `LIKE … ESCAPE '!'` that finds what begins with the text. */
export const beginningWith = (text: string): string => `${literal(text)}%`;
