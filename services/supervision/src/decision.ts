import type { DomainEvent } from '@chengqi/schemas';

/** What a workflow function decided: columns to write, facts to publish, and the role it was done in. */
export interface Decision<T> {
  readonly changes: Partial<T>;
  readonly events: readonly DomainEvent[];
  readonly role: string | null;
}
