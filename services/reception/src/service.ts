import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { callEntities } from './calls/call.entity.ts';
import { createCallFigures } from './calls/call-figures.ts';
import { createCallLedger } from './calls/call-ledger.ts';
import { callOrigins, callSubject, findCall, findRatedCall } from './calls/call-subjects.ts';
import { createCallbackLedger } from './calls/callback-ledger.ts';
import { createCallbackCommands } from './calls/callbacks.commands.ts';
import { callbackResolvers } from './calls/callbacks.resolvers.ts';
import { createCallers } from './calls/callers.ts';
import { createCallCommands } from './calls/calls.commands.ts';
import { callResolvers } from './calls/calls.resolvers.ts';
import { createCallTimers } from './calls/calls.timers.ts';
import { createConfidence } from './calls/confidence.ts';
import { createLegs } from './calls/legs.ts';
import { createRosterConsumers } from './calls/rosters.consumers.ts';
import { caseEntities } from './cases/case.entity.ts';
import { findCase, findRatedCase } from './cases/case.repository.ts';
import { createCaseBoards } from './cases/case-board.ts';
import { caseFieldResolvers } from './cases/case-fields.resolvers.ts';
import { caseSubject, createCaseRegister } from './cases/case-register.ts';
import { createCaseConsumers, createCaseTimers } from './cases/cases.consumers.ts';
import { caseResolvers } from './cases/cases.resolvers.ts';
import { createHandlingCommands } from './cases/handling.commands.ts';
import { createOpeningCommands } from './cases/opening.commands.ts';
import { createPetitionCommands } from './cases/petition.commands.ts';
import { contactEntities } from './contacts/contact.entity.ts';
import { createContactCommands } from './contacts/contacts.commands.ts';
import { contactResolvers } from './contacts/contacts.resolvers.ts';
import { createContacts } from './contacts/contacts.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createImports } from './imports/imports.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations/index.ts';
import { ratingEntities } from './ratings/rating.entity.ts';
import { createRatingCodes } from './ratings/rating-codes.ts';
import { createRatingFigures } from './ratings/rating-figures.ts';
import { createRatingLedger } from './ratings/rating-ledger.ts';
import { createRatingReading } from './ratings/rating-reading.ts';
import { createRatingCommands } from './ratings/ratings.commands.ts';
import { ratingResolvers } from './ratings/ratings.resolvers.ts';
import { createRatingTimers } from './ratings/ratings.timers.ts';
import { createRenewalCommands } from './ratings/renewal.commands.ts';
import { SurveyResultEntity } from './surveys/survey.entity.ts';
import { surveyResolvers } from './surveys/surveys.resolvers.ts';
import { VisitEntity } from './visits/visit.entity.ts';
import { findRatedVisit } from './visits/visit.repository.ts';
import { createVisitCommands, visitOrigins, visitSubject } from './visits/visits.commands.ts';
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
    VisitEntity,
    SurveyResultEntity,
  ],
  migrations: [...officeMigrations, ...migrations],
  consumesFrom: ['directory', 'documents', 'supervision', 'security'],
  start(kit) {
    const office = createOffice(kit);
    const foundation = { kit, office };
    const contacts = createContacts(foundation);
    const callLedger = createCallLedger(foundation, createCallbackLedger(foundation));
    const legs = createLegs(foundation, createCallers(foundation, contacts));
    const callFigures = createCallFigures(foundation);
    const ratingCodes = createRatingCodes(foundation);
    const caseRegister = createCaseRegister(foundation);
    const confidence = createConfidence(caseRegister);
    const ratingReading = createRatingReading(foundation, caseRegister.visible);
    const ratingLedger = createRatingLedger(foundation, ratingReading);
    const ratingFigures = createRatingFigures(foundation);
    const findRated = { CASE: findRatedCase, VISIT: findRatedVisit, CALL: findRatedCall };
    const origins = { calls: callOrigins(foundation), visits: visitOrigins(foundation) };
    const caseOpening = createOpeningCommands(foundation, caseRegister, contacts, origins);
    const subjects = [callSubject(foundation, confidence), caseSubject(caseRegister), visitSubject(foundation)];
    const commands = {
      contacts,
      calls: createCallCommands(foundation, legs, callLedger),
      callbacks: createCallbackCommands(foundation, callLedger),
      callFigures,
      ratingCodes,
      ratingReading,
      ratingLedger,
      ratings: createRatingCommands(foundation, ratingCodes, ratingLedger),
      visits: createVisitCommands(foundation, contacts, ratingCodes, caseRegister),
      renewals: createRenewalCommands(foundation, ratingCodes, subjects),
      contactCommands: createContactCommands(foundation, subjects),
      caseRegister,
      caseBoards: createCaseBoards(foundation),
      caseOpening,
      caseHandling: createHandlingCommands(foundation, caseRegister, ratingCodes, caseOpening),
      petitions: createPetitionCommands(foundation, caseRegister),
      imports: createImports(foundation, {
        contacts,
        caseRegister,
        ratingLedger,
        legs,
        callLedger,
        findCall,
        findCase,
        findRated,
      }),
    };
    return {
      resolvers: [
        contactResolvers,
        callResolvers,
        callbackResolvers,
        countResolvers,
        caseResolvers,
        caseFieldResolvers,
        visitResolvers,
        ratingResolvers,
        surveyResolvers,
        importResolvers,
      ],
      context: (request) => ({
        ...foundation,
        ...commands,
        loaders: createLoaders(request, foundation, {
          contacts,
          callFigures,
          confidence,
          caseRegister,
          ratingReading,
          ratingFigures,
        }),
      }),
      consumers: [
        ...office.consumers,
        ...createRosterConsumers(callLedger),
        ...createCaseConsumers(foundation, caseRegister),
      ],
      timers: [
        ...office.timers,
        ...createCallTimers(callLedger),
        ...createCaseTimers(),
        ...createVisitTimers(foundation),
        ...createRatingTimers(),
      ],
      ready: contacts.prepare,
      actorOf: office.actorOf,
    };
  },
});
