import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { callFigureResolvers } from './call-figures/call-figures.resolvers.ts';
import { callbackResolvers } from './callbacks/callbacks.resolvers.ts';
import { callEntities } from './calls/call.entity.ts';
import { callResolvers } from './calls/calls.resolvers.ts';
import { createCallTimers } from './calls/calls.timers.ts';
import { caseEntities, ServiceCaseEntity } from './cases/case.entity.ts';
import { talliedCases } from './cases/case.repository.ts';
import { caseFieldResolvers } from './cases/case-fields.resolvers.ts';
import { createCaseConsumers } from './cases/cases.consumers.ts';
import { caseResolvers } from './cases/cases.resolvers.ts';
import { createCaseTimers } from './cases/cases.timers.ts';
import { clockResolvers } from './clocks/clocks.resolvers.ts';
import { createCommands } from './commands.ts';
import { contactEntities } from './contacts/contact.entity.ts';
import { contactResolvers } from './contacts/contacts.resolvers.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { DisputeEntity } from './disputes/dispute.entity.ts';
import { disputeResolvers } from './disputes/disputes.resolvers.ts';
import { createRosterConsumers } from './duty-rooms/rosters.consumers.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { MatterEntity } from './matters/matter.entity.ts';
import { matterResolvers } from './matters/matters.resolvers.ts';
import { ratingEntities } from './ratings/rating.entity.ts';
import { createRatingConsumers } from './ratings/ratings.consumers.ts';
import { ratingResolvers } from './ratings/ratings.resolvers.ts';
import { createRatingTimers } from './ratings/ratings.timers.ts';
import { routingResolvers } from './routing/routing.resolvers.ts';
import { RoutingRuleEntity } from './routing/routing-rule.entity.ts';
import { SurveyResultEntity } from './surveys/survey.entity.ts';
import { surveyResolvers } from './surveys/surveys.resolvers.ts';
import { BlockedVisitorEntity } from './visits/blocked-visitor.entity.ts';
import { blockedVisitorResolvers } from './visits/blocked-visitors.resolvers.ts';
import { VisitEntity } from './visits/visit.entity.ts';
import { visitResolvers } from './visits/visits.resolvers.ts';
import { createVisitTimers } from './visits/visits.timers.ts';

/** The window: calls, cases, visits and what the served think of it. */
export const reception = defineService({
  name: 'reception',
  entities: [
    ...officeEntities,
    ...contactEntities,
    ...callEntities,
    ...caseEntities,
    ...ratingEntities,
    MatterEntity,
    RoutingRuleEntity,
    VisitEntity,
    BlockedVisitorEntity,
    DisputeEntity,
    SurveyResultEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'documents', 'supervision', 'security'],
  start(kit) {
    const office = createOffice(kit);
    office.tallies.keep(ServiceCaseEntity, talliedCases);
    const foundation = { kit, office };
    const commands = createCommands(foundation);
    const recounting = office.deadlines.recounting(commands.caseRegister.keepAgain);
    return {
      resolvers: [
        contactResolvers,
        callResolvers,
        callbackResolvers,
        callFigureResolvers,
        countResolvers,
        caseResolvers,
        caseFieldResolvers,
        clockResolvers,
        matterResolvers,
        routingResolvers,
        visitResolvers,
        blockedVisitorResolvers,
        ratingResolvers,
        disputeResolvers,
        surveyResolvers,
        importResolvers,
        office.resolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation, commands) }),
      consumers: [
        ...office.consumers,
        ...createRosterConsumers(commands.callLedger),
        ...createCaseConsumers(commands.caseRegister),
        ...recounting.consumers,
        ...createRatingConsumers(commands.ratingLedger),
      ],
      timers: [
        ...office.timers,
        ...createCallTimers(commands.callLedger, commands.escalate),
        ...createCaseTimers(foundation, commands.caseRegister),
        ...recounting.timers,
        ...createVisitTimers(foundation),
        ...createRatingTimers(),
      ],
      ready: commands.contacts.prepare,
      actorOf: office.actorOf,
    };
  },
});
