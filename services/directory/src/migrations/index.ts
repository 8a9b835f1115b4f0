import { CreateDirectory1764000000000 } from './1764000000000-create-directory.ts';

export const migrations = [CreateDirectory1764000000000];
