import { type rules, words } from '@chengqi/schemas';

/** The closed list of refusal codes (API.md 7); clients branch on these and on nothing else. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CLEARANCE_REQUIRED',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'ILLEGAL_TRANSITION',
  'GUARD_FAILED',
  'SEPARATION_OF_DUTIES',
  'CONFLICT_VERSION',
  'CONFLICT_BOOKING',
  'CONFLICT_SHIFT',
  'DUPLICATE',
  'DEADLINE_PASSED',
  'LIMIT_EXCEEDED',
  'REFERENCE_UNKNOWN',
  'IDEMPOTENCY_MISMATCH',
  'RATE_LIMITED',
  'OPERATION_LIMIT',
  'PERSISTED_QUERY_REQUIRED',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

const statusByCode: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  SUBGRAPH_UNAVAILABLE: 503,
  SUBGRAPH_TIMEOUT: 504,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_LIMIT: 400,
  LIMIT_EXCEEDED: 413,
  DUPLICATE: 409,
};

export const isErrorCode = (code: unknown): code is ErrorCode => (errorCodes as readonly unknown[]).includes(code);

/** Of what is refused outside an operation: beside the graph, or before it was asked; rules of the office refuse inside. */
export const httpStatusOf = (code: unknown): number => (isErrorCode(code) ? (statusByCode[code] ?? 400) : 500);

/** A rule of the office, as `schemas/rules.json` has it: `npm run compose` enters a new one from where it is thrown. */
export type Rule = keyof typeof rules;

/** What a person reads; the request's Accept-Language chooses. */
export interface Message {
  readonly en: string;
  readonly zh: string;
}

/** One thing that is wrong with an input. */
export interface Problem {
  /** Of the field in the input or among the arguments, entries of lists by their place: `agenda.1.title`. */
  readonly path: string;
  /** The rule of the office that it breaks; null where it is malformed. */
  readonly rule: Rule | null;
  readonly text: Message;
}

/** As clients get them, in the language of the request. */
export const spokenProblems = (problems: readonly Problem[], language: keyof Message) =>
  problems.map(({ path, rule, text }) => ({ path, rule, message: text[language] }));

/** A refusal the caller can act on. Anything else that escapes a resolver is a bug and is masked as INTERNAL. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly text: Message;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, text: Message, details: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${text.en}`);
    this.code = code;
    this.text = text;
    this.details = details;
  }

  /** Of BAD_USER_INPUT: all that is wrong, the first of them is also the message and `field`. */
  get problems(): readonly Problem[] {
    return (this.details.problems as readonly Problem[] | undefined) ?? [];
  }
}

/** Any refusal of the closed list; `details` become `extensions` beside `code`. */
export const refusal = (code: ErrorCode, text: Message, details: { rule?: Rule; [detail: string]: unknown } = {}) =>
  new DomainError(code, text, details);

export const unauthenticated = () => refusal('UNAUTHENTICATED', { en: 'Sign in first.', zh: '请先登录。' });

export const forbidden = (text: Message = { en: 'Your posts do not allow this.', zh: '您的岗位无此权限。' }) =>
  refusal('FORBIDDEN', text);

const typeWords: ReadonlyMap<string, string> = new Map(Object.entries(words.types));

/**
 * Absent, or the viewer may not know it exists: the two must look the same. `what` is a type of the graph, whose Chinese
 * word is known, or a name that reads alike in both languages; anything else brings its own `zh`.
 */
export const notFound = (what: string, zh = typeWords.get(what) ?? what) =>
  refusal('NOT_FOUND', { en: `${what} not found.`, zh: `未找到${zh}。` });

/** `field` is the path in the input or among the arguments; `rule` where a rule of the office refuses. */
export const badInput = (field: string, text: Message, rule: Rule | null = null) =>
  badInputs([{ path: field, rule, text }]);

/** All that is wrong with an input, at least one. */
export function badInputs(problems: readonly Problem[]): DomainError {
  const [first] = problems;
  if (first === undefined) throw new RangeError('an input without a problem is no bad input');
  const { path, rule, text } = first;
  return refusal('BAD_USER_INPUT', text, { field: path, ...(rule !== null && { rule }), problems });
}

/** `rule` is the id of the invariant that refuses, such as `DOC-1`. */
export const guardFailed = (rule: Rule, text: Message) => refusal('GUARD_FAILED', text, { rule });

export const separationOfDuties = (text: Message) => refusal('SEPARATION_OF_DUTIES', text);

export const conflictVersion = (actual: number | null = null) =>
  refusal(
    'CONFLICT_VERSION',
    { en: 'Somebody changed this meanwhile; read it again.', zh: '数据已被他人修改，请重新读取。' },
    { retryable: true, ...(actual === null ? {} : { actual }) },
  );

/** `zh` are the words of the state and the action; without them the Chinese text names neither. */
export const illegalTransition = (
  from: string,
  action: string,
  allowed: readonly string[],
  zh?: { readonly from: string; readonly action: string },
) =>
  refusal(
    'ILLEGAL_TRANSITION',
    {
      en: `Cannot ${action} from ${from}.`,
      zh: zh ? `状态“${zh.from}”下不能执行“${zh.action}”。` : '当前状态下不能执行此操作。',
    },
    { from, action, allowed },
  );

export const duplicate = (existingId: string | null, text: Message) =>
  refusal('DUPLICATE', text, existingId === null ? {} : { existingId });

/**
 * A reference to what is not known here. Where the local replica may still hear of it, it is retryable and consumers try
 * again; where this service is its home, or the id is of another kind, it never comes.
 */
export const referenceUnknown = (field: string, value: string, mayCome = true) =>
  refusal(
    'REFERENCE_UNKNOWN',
    { en: `${field} names nothing known here: ${value}`, zh: `${field} 指向未知对象：${value}` },
    { field, ...(mayCome && { retryable: true }) },
  );
