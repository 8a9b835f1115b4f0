import { loadOperations } from '@chengqi/schemas';
import { parse } from 'graphql';

export interface Registered {
  readonly query: string;
  readonly operationName: string;
}

export type RegisteredOperations = ReadonlyMap<string, Registered>;

/** What may be asked without signing in, by the name of the operation (`schemas/operations/anonymous`). */
export const anonymousOperations: RegisteredOperations = new Map(
  Object.values(loadOperations('anonymous')).flatMap((query) =>
    parse(query).definitions.flatMap((definition) => {
      const operationName = 'name' in definition ? definition.name?.value : undefined;
      return operationName === undefined ? [] : [[operationName, { query, operationName }] as const];
    }),
  ),
);
