/** A foreign object by its id: the router asks its home for the rest. */
export const ref = (id: string | null) => (id === null ? null : { id });
