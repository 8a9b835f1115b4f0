import type { Mapping } from '@chengqi/service-kit';
import { CreateContacts1764300000000 } from './1764300000000-create-contacts.ts';
import { CreateCalls1764300001000 } from './1764300001000-create-calls.ts';
import { CreateCases1764300010000 } from './1764300010000-create-cases.ts';
import { CreateRatings1764300020000 } from './1764300020000-create-ratings.ts';

export const migrations: Mapping['migrations'] = [
  CreateContacts1764300000000,
  CreateCalls1764300001000,
  CreateCases1764300010000,
  CreateRatings1764300020000,
];
