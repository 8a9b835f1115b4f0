import type { ServiceName } from '@chengqi/schemas';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { createDiskStore } from './disk-store.ts';
import type { FileStore } from './file-store.ts';
import { createS3Store } from './s3-store.ts';

const variables = z
  .object({
    FILES_DIR: z.string().optional(),
    FILES_S3_URL: z.url().optional(),
    FILES_S3_ACCESS_KEY: z.string().optional(),
    FILES_S3_SECRET_KEY: z.string().optional(),
    FILES_S3_REGION: z.string().default('us-east-1'),
  })
  .superRefine(({ FILES_DIR, FILES_S3_URL, ...keys }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (FILES_DIR === undefined && FILES_S3_URL === undefined)
      wrong('FILES_DIR', 'a folder of the service’s own is needed, or FILES_S3_URL');
    if (FILES_S3_URL === undefined) return;
    for (const name of ['FILES_S3_ACCESS_KEY', 'FILES_S3_SECRET_KEY'] as const)
      if (!keys[name]) wrong(name, 'goes together with FILES_S3_URL');
  });

/**
 * Where the environment has this service keep its files: below `FILES_S3_URL` under the service's name, where that is
 * set, else in `FILES_DIR`. @throws ConfigError
 */
export function configuredStore(service: ServiceName, env: NodeJS.ProcessEnv): FileStore {
  const config = readConfig(variables, env);
  if (config.FILES_S3_URL === undefined) return createDiskStore(config.FILES_DIR ?? '');
  return createS3Store({
    url: `${config.FILES_S3_URL.replace(/\/$/, '')}/${service}`,
    accessKeyId: config.FILES_S3_ACCESS_KEY ?? '',
    secretAccessKey: config.FILES_S3_SECRET_KEY ?? '',
    region: config.FILES_S3_REGION,
  });
}
