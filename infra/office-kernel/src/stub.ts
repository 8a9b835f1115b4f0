/** A reference to an entity of another subgraph: the gateway asks its owner for the rest. */
export interface Stub<T extends string = string> {
  readonly __typename: T;
  readonly id: string;
}

const stub =
  <T extends string>(__typename: T) =>
  <I extends string | null>(id: I): I extends string ? Stub<T> : Stub<T> | null =>
    (id === null ? null : { __typename, id }) as I extends string ? Stub<T> : Stub<T> | null;

/** By their ids, null for null. */
export const orgStub = stub('Org');
export const personStub = stub('Person');
export const siteStub = stub('Site');
