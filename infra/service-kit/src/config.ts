import type { z } from 'zod';

/** A wrong environment stops the start; the message names every wrong variable at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads environment variables through a zod object whose keys are the variables; empty strings count as absent. */
export function readConfig<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.') || '(all)'}: ${message}`);
  throw new ConfigError(`These environment variables are wrong or missing:\n${lines.join('\n')}`);
}
