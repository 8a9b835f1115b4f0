/** References to entities of other homes; the gateway asks their owners for the rest. */
export const org = (id: string) => ({ __typename: 'Org' as const, id });
export const orgs = (ids: readonly string[]) => ids.map(org);
export const person = (id: string | null) => (id === null ? null : { __typename: 'Person' as const, id });
