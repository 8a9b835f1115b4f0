import {
  countOf,
  type Foundation,
  type OwnCount,
  type OwnCountAsked,
  type OwnCounters,
  percentileOf,
  rateOf,
} from '@chengqi/office-kernel';
import { type CaseQuery, caseQuery } from '../cases/case.repository.ts';

type Moment = 'opened_at' | 'due_at' | 'notice_due_at' | 'first_answered_at' | 'second_supplement_at' | 'closed_at';

const hour = 3_600_000;

/** What analytics must come to. An accusation belongs to no unit here either, so that no unit's figure betrays it. */
export function createCaseCounts({ kit }: Foundation): OwnCounters {
  /** Cases whose moment lies in the period and has happened by `asOf`. */
  function within({ from, to, asOf, orgId }: OwnCountAsked, moment: Moment): CaseQuery {
    const query = caseQuery(kit.db.read)
      .where(`c.${moment} >= :from AND c.${moment} < :to AND c.${moment} <= :asOf`, { from, to, asOf })
      .andWhere('c.opened_at <= :asOf');
    if (orgId != null) query.andWhere('c.ownerOrgId = :orgId AND c.restricted = :open', { orgId, open: false });
    return query;
  }

  const petitions = (query: CaseQuery): CaseQuery => query.andWhere('c.kind = :petition', { petition: 'PETITION' });

  const gone = (column: string) => `(c.${column} IS NOT NULL AND c.${column} <= :asOf)`;

  async function answeredOnTime(asked: OwnCountAsked, narrow: (query: CaseQuery) => CaseQuery): Promise<OwnCount> {
    const due = () =>
      narrow(within(asked, 'due_at')).andWhere(`NOT ${gone('withdrawn_at')} AND NOT ${gone('refused_at')}`);
    const met = due().andWhere('c.answered_at <= c.due_at AND c.answered_at <= :asOf');
    return rateOf(await met.getCount(), await due().getCount());
  }

  /** Told within the 15 days, of those told or past them. */
  async function noticeOnTime(asked: OwnCountAsked): Promise<OwnCount> {
    const { from, to, asOf, orgId } = asked;
    const told = (column: string) => `(c.${column} <= :asOf AND c.${column} <= c.notice_due_at)`;
    const known = `(${gone('accepted_at')} OR ${gone('refused_at')} OR c.notice_due_at <= :asOf)`;
    const counted = () => {
      const query = petitions(caseQuery(kit.db.read).where('c.notice_due_at >= :from AND c.notice_due_at < :to'))
        .andWhere(`c.opened_at <= :asOf AND ${known}`)
        .setParameters({ from, to, asOf, petition: 'PETITION' });
      return orgId == null ? query : query.andWhere('c.ownerOrgId = :orgId', { orgId });
    };
    const onTime = counted().andWhere(`(${told('accepted_at')} OR ${told('refused_at')})`);
    return rateOf(await onTime.getCount(), await counted().getCount());
  }

  /** Hours from the registration to the first answer; nearest rank. */
  async function firstReplyMedian(asked: OwnCountAsked): Promise<OwnCount> {
    const rows = await within(asked, 'first_answered_at').getMany();
    const hours = rows.flatMap(({ openedAt, firstAnsweredAt }) =>
      firstAnsweredAt === null ? [] : [(firstAnsweredAt.getTime() - openedAt.getTime()) / hour],
    );
    return percentileOf(hours, 0.5);
  }

  async function ofClosed(asked: OwnCountAsked, condition: string, kind?: string): Promise<OwnCount> {
    const closed = () => {
      const query = within(asked, 'closed_at');
      return kind === undefined ? query : query.andWhere('c.kind = :kind', { kind });
    };
    return rateOf(await closed().andWhere(condition).getCount(), await closed().getCount());
  }

  const rateOfQueries = async (met: CaseQuery, all: CaseQuery): Promise<OwnCount> =>
    rateOf(await met.getCount(), await all.getCount());

  const count = async (query: CaseQuery): Promise<OwnCount> => countOf(await query.getCount());

  return {
    'case.count': (asked) => count(within(asked, 'opened_at')),
    'case.onTime': (asked) => answeredOnTime(asked, (query) => query),
    'case.firstReply.p50': firstReplyMedian,
    'case.redo': (asked) => ofClosed(asked, gone('redone_at')),
    'case.oneTrip': (asked) => ofClosed(asked, 'c.visits_count <= 1', 'SERVICE'),
    'case.secondSupplement': (asked) => count(within(asked, 'second_supplement_at')),
    'pet.count': (asked) => count(petitions(within(asked, 'opened_at'))),
    'pet.noticeOnTime': noticeOnTime,
    'pet.reviewRate': (asked) => {
      const answered = () => petitions(within(asked, 'first_answered_at'));
      return rateOfQueries(answered().andWhere('c.review_asked_at <= :asOf'), answered());
    },
    'pet.finishOnTime': (asked) => answeredOnTime(asked, petitions),
  };
}
