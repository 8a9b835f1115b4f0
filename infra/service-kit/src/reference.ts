/** An entity by name and id, for the one whose home it is to answer the rest. */
export interface EntityReference<Name extends string = string> {
  readonly __typename: Name;
  readonly id: string;
}

/** What a resolver answers for another home's entity: the gateway asks there for the fields. Null stays null. */
export function reference<Name extends string>(name: Name, id: string): EntityReference<Name>;
export function reference<Name extends string>(name: Name, id: string | null): EntityReference<Name> | null;
export function reference<Name extends string>(name: Name, id: string | null): EntityReference<Name> | null {
  return id === null ? null : { __typename: name, id };
}
