/** Another writer changed the row since it was read; the whole transaction is worth another try. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}

interface DriverError {
  readonly errno?: number;
  readonly code?: string;
}

const driverError = (error: unknown): DriverError =>
  ((error as { driverError?: DriverError } | null)?.driverError ?? (error as DriverError | null) ?? {}) as DriverError;

/** A unique key was violated, on either engine. */
export function isUniqueViolation(error: unknown): boolean {
  const { errno, code } = driverError(error);
  return errno === 1062 || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'PROTOCOL_CONNECTION_LOST', 'ETIMEDOUT', 'EPIPE']);

/** Deadlock, lock timeout, busy file: the same transaction may succeed when run again. */
export function isConcurrencyFailure(error: unknown): boolean {
  const { errno, code } = driverError(error);
  return error instanceof LostRace || errno === 1213 || errno === 1205 || errno === 1020 || code === 'SQLITE_BUSY';
}

/** The server is away; worth waiting for. */
export const isConnectionFailure = (error: unknown): boolean => connectionCodes.has(driverError(error).code ?? '');
