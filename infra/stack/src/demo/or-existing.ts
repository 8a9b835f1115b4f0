import { type Answer, type Data, Refused } from '../client.ts';

/** The id of what was just entered, or of what an earlier, interrupted load had entered. */
export function orExisting(answer: Answer, pick: (data: Data) => string): string {
  const [refusal] = answer.errors;
  if (!refusal) return pick(answer.data);
  const existing = refusal.extensions.existingId;
  if (refusal.extensions.code === 'DUPLICATE' && typeof existing === 'string') return existing;
  throw new Refused(answer.errors);
}
