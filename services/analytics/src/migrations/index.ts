import type { Mapping } from '@chengqi/service-kit';
import { CreateFacts1764400000000 } from './1764400000000-create-facts.ts';
import { CreateLineage1764400010000 } from './1764400010000-create-lineage.ts';
import { CreateWork1764400020000 } from './1764400020000-create-work.ts';

export const migrations: Mapping['migrations'] = [
  CreateFacts1764400000000,
  CreateLineage1764400010000,
  CreateWork1764400020000,
];
