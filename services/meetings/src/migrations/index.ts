import { CreateMeetings1764000000000 } from './1764000000000-create-meetings.ts';
import { PluralTables1764900000000 } from './1764900000000-plural-tables.ts';

export const migrations = [CreateMeetings1764000000000, PluralTables1764900000000];
