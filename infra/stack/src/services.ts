import { analytics } from '@chengqi/analytics';
import { directory } from '@chengqi/directory';
import { documents } from '@chengqi/documents';
import { meetings } from '@chengqi/meetings';
import { reception } from '@chengqi/reception';
import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { security } from '@chengqi/security';
import type { ServiceDefinition } from '@chengqi/service-kit';
import { supervision } from '@chengqi/supervision';

const byName: Readonly<Record<ServiceName, ServiceDefinition>> = {
  directory,
  documents,
  meetings,
  supervision,
  security,
  reception,
  analytics,
};

/** Every service of the house. */
export const definitions: readonly ServiceDefinition[] = serviceNames.map((name) => byName[name]);
