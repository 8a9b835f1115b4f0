import { analytics } from '@chengqi/analytics';
import { directory } from '@chengqi/directory';
import { documents } from '@chengqi/documents';
import { meetings } from '@chengqi/meetings';
import { reception } from '@chengqi/reception';
import { security } from '@chengqi/security';
import type { ServiceDefinition } from '@chengqi/service-kit';
import { supervision } from '@chengqi/supervision';

/** Every service of the house; in full mode they listen on 4001 and up in this order. */
export const definitions: readonly ServiceDefinition[] = [
  directory,
  documents,
  meetings,
  supervision,
  security,
  reception,
  analytics,
];
