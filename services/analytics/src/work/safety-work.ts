import {
  hazardClosed,
  hazardConfirmed,
  hazardDeadlineChanged,
  hazardDismissed,
  hazardPlanApproved,
  hazardReopened,
  hazardReported,
  recheckFailed,
  rectificationSubmitted,
  rosterPublished,
} from '@chengqi/schemas/events/security';
import { momentOf } from '../projection/projection.ts';
import { allDone, done, exactly, first, learn, limit, open, openEach, over } from './matter.ts';
import { begins, goesOn } from './work-rules.ts';

/** Judging goes by the place, putting right by the responsible unit. */
export const hazardWork = [
  begins(hazardReported, ({ data: { ownerOrgId, siteId } }) => [
    learn({ orgId: ownerOrgId, siteId }),
    first('REPORTED', open('CONFIRM', { siteId })),
  ]),
  goesOn(hazardConfirmed, ({ data }) => [
    learn({ unitIds: [data.responsibleOrgId], major: data.level === 'MAJOR' }),
    limit(data.dueAt),
    done('CONFIRM'),
    open('PLAN', { orgId: data.responsibleOrgId }),
  ]),
  goesOn(hazardDismissed, () => [over]),
  goesOn(hazardPlanApproved, (_, { unitIds }) => [done('PLAN'), ...openEach('RECTIFY', unitIds)]),
  goesOn(hazardDeadlineChanged, ({ data }) => [limit(data.dueAt)]),
  goesOn(rectificationSubmitted, ({ actorid }, { siteId }) => [
    allDone,
    open('RECHECK', { siteId, exceptId: actorid }),
  ]),
  goesOn(recheckFailed, (_, { unitIds }) => [allDone, ...openEach('RECTIFY', unitIds)]),
  goesOn(hazardClosed, () => [allDone, open('CATALOGUE', { dueAt: null })]),
  goesOn(hazardReopened, (_, { unitIds }) => [allDone, ...openEach('PLAN', unitIds)]),
];

/** The newest roster says all; history stands no duty. */
export const dutyWork = [
  begins(rosterPublished, ({ data, time, provenance }) => {
    if (provenance === 'imported') return [];
    const ahead = data.shifts.filter(({ end }) => momentOf(end) > momentOf(time));
    return [
      exactly(
        ahead.flatMap(({ shiftId, start, end, leaderId, officerIds }) =>
          [...new Set([leaderId, ...officerIds])].map((personId) =>
            open('STAND_DUTY', {
              subjectId: shiftId,
              personId,
              orgId: null,
              dueAt: momentOf(start),
              endsAt: momentOf(end),
            }),
          ),
        ),
      ),
    ];
  }),
];
