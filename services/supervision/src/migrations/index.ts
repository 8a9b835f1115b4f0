import { CreateItems1764100000000 } from './1764100000000-create-items.ts';
import { CreateItemParts1764100001000 } from './1764100001000-create-item-parts.ts';
import { CreateSources1764100002000 } from './1764100002000-create-sources.ts';
import { AddHistory1764100003000 } from './1764100003000-add-history.ts';
import { CreateExtensionsAndCoordination1764100004000 } from './1764100004000-create-extensions-and-coordination.ts';
import { CreateReporting1764100005000 } from './1764100005000-create-reporting.ts';

export const migrations = [
  CreateItems1764100000000,
  CreateItemParts1764100001000,
  CreateSources1764100002000,
  AddHistory1764100003000,
  CreateExtensionsAndCoordination1764100004000,
  CreateReporting1764100005000,
] as const;
