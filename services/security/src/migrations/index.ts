import { CreateHazards1764000000000 } from './1764000000000-create-hazards.ts';
import { CreateDuty1764000001000 } from './1764000001000-create-duty.ts';

export const migrations = [CreateHazards1764000000000, CreateDuty1764000001000];
