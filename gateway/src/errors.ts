import { type ErrorCode, isErrorCode, type Logger } from '@chengqi/service-kit';
import type { GraphQLFormattedError } from 'graphql';
import { requestScope } from './context.ts';

/** The extensions of API.md 7 besides `code` and `requestId`; whatever else a subgraph says stays inside. */
const publicDetails = [
  'rule',
  'field',
  'problems',
  'from',
  'action',
  'allowed',
  'existingId',
  'conflicts',
  'retryable',
  'retryAfterSeconds',
  'required',
] as const;

/** What Apollo calls requests it cannot understand. */
const requestFaults = new Set([
  'BAD_REQUEST',
  'INVALID_GRAPHQL',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const internal = { en: 'Something went wrong on our side.', zh: '系统内部错误。' };

/** Lets through what API.md 7 lists and masks everything else as INTERNAL; the log keeps what was masked. */
export function createFormatError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { requestId = '', language = 'zh' } = requestScope.getStore() ?? {};
    const code = codeOf(formatted);
    const where = {
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
    if (code === 'INTERNAL') {
      log.error({ err: error, requestId, subgraph: formatted.extensions?.serviceName }, 'masked');
      return { message: internal[language], ...where, extensions: { code, requestId } };
    }
    return {
      message: formatted.message,
      ...where,
      extensions: { code, requestId, ...publicDetailsOf(formatted.extensions) },
    };
  };
}

function codeOf({ extensions }: GraphQLFormattedError): ErrorCode {
  const code = extensions?.code;
  // From a subgraph these say that the gateway asked it nonsense.
  const ofDocument = code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED';
  if (isErrorCode(code) && !(ofDocument && extensions?.serviceName)) return code;
  return requestFaults.has(String(code)) && !extensions?.serviceName ? 'BAD_USER_INPUT' : 'INTERNAL';
}

/** Of a refusal's details those that are for clients. */
export function publicDetailsOf(extensions: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(
    publicDetails.filter((key) => extensions[key] !== undefined).map((key) => [key, extensions[key]]),
  );
}
