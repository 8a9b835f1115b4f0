import type { Foundation } from '@chengqi/office-kernel';
import { createCallFigures } from './call-figures/call-figures.repository.ts';
import { createConfidence } from './call-figures/confidence.repository.ts';
import { createCallbackLedger } from './callbacks/callback-ledger.commands.ts';
import { createCallbackCommands } from './callbacks/callbacks.commands.ts';
import { createEscalation } from './callbacks/escalation.commands.ts';
import { createCallLedger } from './calls/call-ledger.commands.ts';
import { createCallers } from './calls/callers.commands.ts';
import { createCallCommands } from './calls/calls.commands.ts';
import { createLegs } from './calls/legs.commands.ts';
import { createCaseBoards } from './cases/case-board.repository.ts';
import { createCaseRegister } from './cases/case-register.commands.ts';
import { createContactSearch } from './contacts/contact-search.repository.ts';
import { createContactCommands } from './contacts/contacts.commands.ts';
import { createContacts } from './contacts/contacts.repository.ts';
import { createSubjects } from './contacts/subjects.repository.ts';
import { createDisputeReading } from './disputes/dispute-reading.repository.ts';
import { createHandlingCommands } from './handling/handling.commands.ts';
import { createImports } from './imports/imports.ts';
import { createMatterCommands } from './matters/matters.commands.ts';
import { createPetitionCommands } from './petitions/petition.commands.ts';
import { createGuessing } from './ratings/guessing.commands.ts';
import { createRatingCodes } from './ratings/rating-codes.commands.ts';
import { createRatingFigures } from './ratings/rating-figures.repository.ts';
import { createRatingLedger } from './ratings/rating-ledger.commands.ts';
import { createRatingReading } from './ratings/rating-reading.repository.ts';
import { createRatingCommands } from './ratings/ratings.commands.ts';
import { createRenewalCommands } from './ratings/renewal.commands.ts';
import { createOpeningCommands } from './registration/opening.commands.ts';
import { createRoutingCommands } from './routing/routing.commands.ts';
import { createBlockedVisitors } from './visits/blocked-visitors.commands.ts';
import { createErasureCommands } from './visits/erasure.commands.ts';
import { createVisitCommands } from './visits/visits.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice, and what they share with its lists, consumers and timers. */
export function createCommands(foundation: Foundation) {
  const contacts = createContacts(foundation);
  const callLedger = createCallLedger(foundation, createCallbackLedger(foundation));
  const legs = createLegs(foundation, createCallers(foundation, contacts));
  const caseRegister = createCaseRegister(foundation);
  const routing = createRoutingCommands(foundation, caseRegister);
  const confidence = createConfidence(caseRegister);
  const subjects = createSubjects(foundation, caseRegister, confidence);
  const codes = createRatingCodes(foundation);
  const blockedVisitors = createBlockedVisitors(foundation, contacts);
  const ratingReading = createRatingReading(foundation, caseRegister);
  const ratingLedger = createRatingLedger(foundation, ratingReading);
  const shared = { contacts, callLedger, legs, caseRegister, confidence, ratingReading, ratingLedger };
  return {
    ...shared,
    routing,
    matters: createMatterCommands(foundation),
    blockedVisitors,
    contactSearch: createContactSearch(foundation, contacts, caseRegister, confidence),
    callFigures: createCallFigures(foundation),
    caseBoards: createCaseBoards(foundation),
    ratingFigures: createRatingFigures(foundation),
    disputeReading: createDisputeReading(foundation),
    contactCommands: createContactCommands(foundation, subjects),
    calls: createCallCommands(foundation, legs, callLedger),
    callbacks: createCallbackCommands(foundation, callLedger),
    escalate: createEscalation(foundation),
    cases: {
      ...createOpeningCommands(foundation, caseRegister, contacts, routing),
      ...createHandlingCommands(foundation, caseRegister, codes),
      ...createPetitionCommands(foundation, caseRegister),
    },
    visits: {
      ...createVisitCommands(foundation, contacts, codes, caseRegister, blockedVisitors),
      ...createErasureCommands(foundation, contacts, blockedVisitors),
    },
    ratings: {
      ...createRatingCommands(foundation, codes, createGuessing(foundation, codes), ratingLedger),
      ...createRenewalCommands(foundation, codes, subjects),
    },
    imports: createImports(foundation, shared),
  };
}
