import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { CallFigures } from './calls/call-figures.ts';
import type { CallbackCommands } from './calls/callbacks.commands.ts';
import type { CallCommands } from './calls/calls.commands.ts';
import type { CaseBoards } from './cases/case-board.ts';
import type { CaseRegister } from './cases/case-register.ts';
import type { HandlingCommands } from './cases/handling.commands.ts';
import type { OpeningCommands } from './cases/opening.commands.ts';
import type { PetitionCommands } from './cases/petition.commands.ts';
import type { ContactCommands } from './contacts/contacts.commands.ts';
import type { Contacts } from './contacts/contacts.ts';
import type { Imports } from './imports/imports.ts';
import type { Loaders } from './loaders.ts';
import type { RatingCodes } from './ratings/rating-codes.ts';
import type { RatingLedger } from './ratings/rating-ledger.ts';
import type { RatingReading } from './ratings/rating-reading.ts';
import type { RatingCommands } from './ratings/ratings.commands.ts';
import type { RenewalCommands } from './ratings/renewal.commands.ts';
import type { VisitCommands } from './visits/visits.commands.ts';

/** What every slice is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

/** What a resolver may see. */
export interface Context extends Request, Foundation {
  readonly loaders: Loaders;
  readonly contacts: Contacts;
  readonly contactCommands: ContactCommands;
  readonly imports: Imports;
  readonly calls: CallCommands;
  readonly callbacks: CallbackCommands;
  readonly callFigures: CallFigures;
  readonly caseRegister: CaseRegister;
  readonly caseBoards: CaseBoards;
  readonly caseOpening: OpeningCommands;
  readonly caseHandling: HandlingCommands;
  readonly petitions: PetitionCommands;
  /** Codes with which the served rate, for `closeCase` and the like. */
  readonly ratingCodes: RatingCodes;
  readonly ratingLedger: RatingLedger;
  readonly ratingReading: RatingReading;
  readonly ratings: RatingCommands;
  readonly renewals: RenewalCommands;
  readonly visits: VisitCommands;
}
