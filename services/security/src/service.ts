import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createCommands } from './commands.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { deadlineResolvers } from './deadlines/deadlines.resolvers.ts';
import { createDeadlineTimers } from './deadlines/deadlines.timers.ts';
import { createKeeping } from './deadlines/keeping.commands.ts';
import { DutyAssignmentEntity, DutyRosterEntity, DutyShiftEntity } from './duty/duty.entity.ts';
import { dutyResolvers } from './duty/duty.resolvers.ts';
import { DutyLogEntity } from './duty/duty-log.entity.ts';
import { HazardEntity, HazardLinkEntity, RecheckEntity, RectificationEntity } from './hazards/hazard.entity.ts';
import { talliedHazards } from './hazards/hazard.repository.ts';
import { hazardTexts } from './hazards/hazard.ts';
import { hazardAccess } from './hazards/hazard.workflow.ts';
import { createHazardLedger } from './hazards/hazard-ledger.commands.ts';
import { createHazardConsumers } from './hazards/hazards.consumers.ts';
import { hazardResolvers } from './hazards/hazards.resolvers.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { FindingEntity, InspectionTaskEntity } from './inspections/inspection.entity.ts';
import { inspectionResolvers } from './inspections/inspections.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { createHazardLinks } from './origins/hazard-links.commands.ts';
import { KnownSourceEntity } from './origins/hazard-source.entity.ts';
import { createHazardSources } from './origins/hazard-sources.commands.ts';
import { createHazardTexts } from './origins/hazard-texts.timers.ts';
import { createSourceConsumers } from './origins/sources.consumers.ts';
import { uploadResolvers } from './uploads/uploads.resolvers.ts';

export const security = defineService({
  name: 'security',
  entities: [
    ...officeEntities,
    HazardEntity,
    RectificationEntity,
    RecheckEntity,
    HazardLinkEntity,
    KnownSourceEntity,
    InspectionTaskEntity,
    FindingEntity,
    DutyRosterEntity,
    DutyShiftEntity,
    DutyAssignmentEntity,
    DutyLogEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'supervision', 'reception'],
  start(kit) {
    const office = createOffice(kit);
    office.search.keep(HazardEntity, hazardTexts);
    office.tallies.keep(HazardEntity, talliedHazards);
    office.files.heldBy(HazardEntity, hazardAccess);
    const foundation = { kit, office };
    const ledger = createHazardLedger(foundation);
    const links = createHazardLinks(foundation);
    const sources = createHazardSources(foundation, links);
    const texts = createHazardTexts(foundation);
    const recounting = office.deadlines.recounting(createKeeping(foundation).keepAgain);
    const commands = createCommands(foundation, ledger, sources);
    return {
      resolvers: [
        hazardResolvers,
        deadlineResolvers,
        inspectionResolvers,
        dutyResolvers,
        importResolvers,
        countResolvers,
        uploadResolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [
        ...office.consumers,
        ...createHazardConsumers(foundation, ledger, links, texts),
        ...createSourceConsumers(foundation, ledger, sources, texts),
        ...recounting.consumers,
      ],
      timers: [...office.timers, ...createDeadlineTimers(foundation), ...recounting.timers, texts.timer],
      actorOf: office.actorOf,
    };
  },
});
