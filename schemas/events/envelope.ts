import { z } from 'zod';
import type { ServiceName } from '../services.ts';

export const secrecyLevels = ['PUBLIC', 'INTERNAL', 'WORK_SECRET', 'CONFIDENTIAL', 'SECRET', 'TOP_SECRET'] as const;
/** Ascending; text travels in events only at INTERNAL and below. */
export type SecrecyLevel = (typeof secrecyLevels)[number];

/** An id with its prefix: `<prefix>_` and 26 characters of base32 uuid v7. */
export const typeId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
export const orgId = typeId('org');
export const personId = typeId('psn');
export const secrecyLevel = z.enum(secrecyLevels);
/** RFC 3339 in UTC. */
export const instant = z.iso.datetime({ offset: true });
/** A business day, `YYYY-MM-DD`. */
export const localDate = z.iso.date();
/** At most 64 KiB of UTF-8; only at INTERNAL and below, otherwise null. */
export const eventText = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= 65_536, 'at most 64 KiB')
  .nullable();

/**
 * CloudEvents 1.0 in structured JSON. `sequence` counts the events of one aggregate from 1 without gaps;
 * `aggregateversion` is information only.
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: typeId('evt'),
  type: z.string().regex(/^[a-z]+\.[A-Z][A-Za-z]+\.v[1-9]\d*$/),
  source: z.string(),
  subject: z.string(),
  time: instant,
  datacontenttype: z.literal('application/json'),
  sequence: z.int().positive(),
  aggregateversion: z.int().nonnegative(),
  correlationid: z.string(),
  causationid: z.string().nullable(),
  actorid: z.string().nullable(),
  onbehalfof: z.string().nullable(),
  actorrole: z.string().nullable(),
  orgid: z.string().nullable(),
  secrecylevel: secrecyLevel,
  provenance: z.enum(['live', 'imported']),
  traceparent: z.string().nullable(),
  data: z.unknown(),
});
export type Envelope<Data = unknown> = Omit<z.output<typeof envelopeSchema>, 'data'> & { data: Data };

/** A fact not yet stamped: the outbox adds id, sequence, time, actor and correlation. */
export interface DomainEvent {
  readonly contract: EventContract;
  readonly subject: string;
  readonly data: unknown;
  readonly orgId: string | null;
  readonly secrecyLevel: SecrecyLevel;
}

/** What the outbox needs to know of the aggregate an event belongs to. */
export interface EventOrigin {
  readonly id: string;
  readonly ownerOrgId: string | null;
  readonly secrecyLevel: SecrecyLevel;
}

export interface EventContract<Data = unknown> {
  readonly type: string;
  readonly service: ServiceName;
  readonly schema: z.ZodType<Data>;
  /** The subject, organisation and secrecy of the event are those of the aggregate it belongs to. */
  create(origin: EventOrigin, data: Data): DomainEvent;
}

/** Declares a contract; `type` is `<service>.<AggregatePastParticiple>.v<n>` and additive changes keep its version. */
export function defineEvent<Schema extends z.ZodType>(
  type: `${ServiceName}.${string}.v${number}`,
  schema: Schema,
): EventContract<z.output<Schema>> {
  const [service] = type.split('.') as [ServiceName];
  const contract: EventContract<z.output<Schema>> = {
    type,
    service,
    schema: schema as unknown as z.ZodType<z.output<Schema>>,
    create: (origin, data) => ({
      contract: contract as EventContract,
      subject: origin.id,
      data,
      orgId: origin.ownerOrgId,
      secrecyLevel: origin.secrecyLevel,
    }),
  };
  return contract;
}
