import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { DutyAssignmentEntity, DutyRosterEntity, DutyShiftEntity } from './duty/duty.entity.ts';
import { createDutyImport } from './duty/duty.import.ts';
import { dutyResolvers } from './duty/duty.resolvers.ts';
import { createDutyRoom } from './duty/duty-room.ts';
import { createRosterCommands } from './duty/rosters.commands.ts';
import { createShiftCommands } from './duty/shifts.commands.ts';
import { HazardEntity, HazardLinkEntity, RecheckEntity, RectificationEntity } from './hazards/hazard.entity.ts';
import { createHazardLedger } from './hazards/hazard-ledger.ts';
import { createHazardTexts } from './hazards/hazard-texts.ts';
import { createHazardConsumers } from './hazards/hazards.consumers.ts';
import { hazardResolvers } from './hazards/hazards.resolvers.ts';
import { createRectificationCommands } from './hazards/rectification.commands.ts';
import { createReportingCommands } from './hazards/reporting.commands.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations/index.ts';

export const security = defineService({
  name: 'security',
  entities: [
    ...officeEntities,
    HazardEntity,
    RectificationEntity,
    RecheckEntity,
    HazardLinkEntity,
    DutyRosterEntity,
    DutyShiftEntity,
    DutyAssignmentEntity,
  ],
  migrations: [...officeMigrations, ...migrations],
  consumesFrom: ['directory', 'supervision'],
  start(kit) {
    const office = createOffice(kit);
    const foundation = { kit, office };
    const ledger = createHazardLedger(foundation);
    const texts = createHazardTexts(foundation);
    const room = createDutyRoom(foundation);
    const commands = {
      ledger,
      reporting: createReportingCommands(foundation, ledger),
      rectification: createRectificationCommands(foundation, ledger),
      rosters: createRosterCommands(foundation, room),
      shifts: createShiftCommands(foundation),
      dutyImport: createDutyImport(foundation, room),
    };
    return {
      resolvers: [hazardResolvers, dutyResolvers],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [...office.consumers, ...createHazardConsumers(foundation, ledger, texts)],
      timers: [...office.timers, texts.timer],
      actorOf: office.actorOf,
    };
  },
});
