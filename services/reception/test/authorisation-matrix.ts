/** Viewers of the sweep whose posts cover the county's window, and those of the unit that served. */
const county = ['window', 'keeper', 'accusedOfficerOfCounty', 'director', 'supervisor', 'dutyOfficer'] as const;
const competent = ['principal', 'confidant'] as const;
const unit = ['emergencyHead', 'emergencyOfficer'] as const;
const bystanders = ['townWindow', 'accusedHead', 'accusedStaff', 'analyst', 'auditor'] as const;
const telephone = [...county, ...competent];
const served = [...telephone, ...unit];
/** Counts are for everybody who has signed in; each counts what the viewer may count, down to nothing. */
const figures = [...served, ...bystanders, 'importer'];

/** Who is told anything by a root field, asked for things of the whole county. A field not named here fails the sweep. */
export const answered: Readonly<Record<string, readonly string[]>> = {
  call: telephone,
  callByRef: telephone,
  calls: telephone,
  callbackTask: telephone,
  unshiftedCalls: telephone,
  openCallbacks: [...telephone, 'importer'],
  callbacks: [...telephone, 'importer'],
  callReconciliation: [...telephone, 'importer'],
  callFigures: figures,
  serviceCase: served,
  serviceCaseByCode: served,
  serviceCases: served,
  duplicateCandidates: served,
  myCases: ['emergencyOfficer'],
  caseBoard: figures,
  serviceCaseCounts: served,
  petitionClocks: [...served, 'importer'],
  rating: served,
  ratings: served,
  badRatingsOpen: served,
  ratingFigures: figures,
  visit: served,
  visits: served,
  visitorsOnSite: served,
  evacuationList: ['window', 'keeper', 'dutyOfficer'],
  blockedVisitors: ['window', 'keeper', 'director'],
  surveyResults: served,
  // Lists that are open to all staff; this county has none of either.
  matter: [],
  matters: [],
  routingRule: [],
  routingRules: [],
  caseRouting: [],
  receptionImportRows: ['importer'],
  receptionOwnCount: [],
};

/** Mutations that name a case, or anything with contacts: an accusation is absent to them. */
export const namingCases: readonly string[] = [
  'acceptCase',
  'acceptFirstAsk',
  'answerCase',
  'arbitrateCaseResponsibility',
  'callBackCase',
  'closeCase',
  'decideCaseReview',
  'demandSupplementAgain',
  'extendCase',
  'handFirstAsk',
  'issueOneTimeNotice',
  'recordCaseHearing',
  'redoCase',
  'refuseCase',
  'registerVisit',
  'renewRatingCode',
  'requestCaseRecheck',
  'requestCaseReview',
  'revealContact',
  'signCaseAnswer',
  'startHandling',
  'supplementCase',
  'transferCase',
  'withdrawCase',
];

/** Mutations that name none. */
export const namingNone: readonly string[] = [
  'addRoutingRule',
  'changeRoutingRule',
  'endRoutingRule',
  'publishMatter',
  'retireMatter',
  'reviseMatter',
  'appealRating',
  'approveSpamCall',
  'attemptCallback',
  'blockVisitor',
  'checkInVisitor',
  'checkOutVisitor',
  'classifyCall',
  'closeCallback',
  'closeRating',
  'decideRatingAppeal',
  'feedBackRating',
  'importCallNotes',
  'importCallsCdr',
  'importCaseEvents',
  'importCases',
  'importRatings',
  'importSurveyResults',
  'importVisits',
  'logCall',
  'openCase',
  'rateService',
  'receiveVisitor',
  'importCdr',
  'rectifyRating',
  'refuseVisitor',
  'revisitRating',
  'unblockVisitor',
];
