import { CreateHazards1764000000000 } from './1764000000000-create-hazards.ts';
import { CreateDuty1764000001000 } from './1764000001000-create-duty.ts';
import { AddHazardOrigins1764200000000 } from './1764200000000-add-hazard-origins.ts';
import { CreateInspections1764200001000 } from './1764200001000-create-inspections.ts';
import { CreateDutyLog1764200002000 } from './1764200002000-create-duty-log.ts';

export const migrations = [
  CreateHazards1764000000000,
  CreateDuty1764000001000,
  AddHazardOrigins1764200000000,
  CreateInspections1764200001000,
  CreateDutyLog1764200002000,
];
