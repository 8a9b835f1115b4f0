import { CreateItems1764100000000 } from './1764100000000-create-items.ts';
import { CreateItemParts1764100001000 } from './1764100001000-create-item-parts.ts';
import { CreateSources1764100002000 } from './1764100002000-create-sources.ts';

export const migrations = [CreateItems1764100000000, CreateItemParts1764100001000, CreateSources1764100002000] as const;
