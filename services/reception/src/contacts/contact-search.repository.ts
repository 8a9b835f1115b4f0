import type { Foundation, Visibility } from '@chengqi/office-kernel';
import { badInput, type Connection, forbidden, lineOf, type Request } from '@chengqi/service-kit';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Confidence } from '../call-figures/confidence.repository.ts';
import { callQuery } from '../calls/call.repository.ts';
import type { Call } from '../calls/call.ts';
import { callAccess } from '../calls/call.workflow.ts';
import { caseQuery } from '../cases/case.repository.ts';
import type { ServiceCase } from '../cases/case.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { visitsWhere } from '../visits/visit.repository.ts';
import type { Visit } from '../visits/visit.ts';
import { visitAccess } from '../visits/visit.workflow.ts';
import type { Contacts } from './contacts.repository.ts';
import { idNumberOf } from './id-document.ts';

interface Asked {
  readonly phone?: string | null | undefined;
  readonly idNumber?: string | null | undefined;
}

/** A digest and the column that holds it. */
interface Sought {
  readonly column: 'phone_hash' | 'id_hash';
  readonly hash: string;
}

interface Found {
  readonly cases: readonly ServiceCase[];
  readonly visits: readonly Visit[];
  readonly calls: readonly Call[];
  readonly complete: boolean;
}

const askingRoles = ['WINDOW', 'CASE_OFFICER', 'DUTY_OFFICER'] as const;
const newest = { first: 100 } as const;

/** What is known of a number, by its digest alone and as far as the viewer may know that it is theirs. */
export function createContactSearch(
  { kit, office }: Foundation,
  contacts: Contacts,
  register: CaseRegister,
  confidence: Confidence,
) {
  const { read } = kit.db;

  const soughtBy = ({ phone, idNumber }: Asked): Sought => {
    if ((phone == null) === (idNumber == null))
      throw badInput('phone', {
        en: 'Either a telephone number or an id document.',
        zh: '请填写电话号码或证件号码之一。',
      });
    const phoneHash = phone == null ? null : contacts.hashOf(lineOf('phone', phone, 60));
    if (phoneHash !== null) return { column: 'phone_hash', hash: phoneHash };
    const idHash = contacts.documentHashOf(idNumberOf('idNumber', idNumber));
    if (idHash !== null) return { column: 'id_hash', hash: idHash };
    throw badInput(phone == null ? 'idNumber' : 'phone', { en: 'There is no number in it.', zh: '未填写有效号码。' });
  };

  /** Rows whose contact has the number. */
  const having = <T extends ObjectLiteral>(
    query: SelectQueryBuilder<T>,
    property: string,
    subjectType: string,
    { column, hash }: Sought,
  ) =>
    query.andWhere(
      `${query.alias}.${property} IN (SELECT subject_id FROM contacts WHERE ${column} = :hash AND subject_type = :subjectType)`,
      { hash, subjectType },
    );

  /** Cases that the viewer may not read, or whose applicant is not named to the viewer. */
  function hiding({ viewer }: Request, alias: string): Visibility {
    const { sql, params } = register.visible(viewer, alias);
    return {
      // Not `NOT`: what nobody handles yet would be neither true nor false.
      sql: `CASE WHEN ${sql} AND ${namesApplicant(alias)} THEN 1 ELSE 0 END = 0`,
      params: { ...params, no: false, me: viewer.personId ?? '' },
    };
  }

  async function casesOf(request: Request, sought: Sought): Promise<Connection<ServiceCase>> {
    const query = having(caseQuery(read), 'id', 'ServiceCase', sought);
    query.andWhere(namesApplicant(query.alias), { no: false, me: request.viewer.personId ?? '' });
    return register.page(request, query, newest);
  }

  /** A visit for a case, and a call that told one, would name whom the case does not. */
  async function visitsOf(request: Request, sought: Sought): Promise<Connection<Visit>> {
    const { sql, params } = hiding(request, 'k');
    const query = having(visitsWhere(read, {}), 'id', 'Visit', sought).andWhere(
      `NOT EXISTS (SELECT 1 FROM service_cases k WHERE k.id = v.case_id AND ${sql})`,
      params,
    );
    return office.page(request, query, visitAccess, { ...newest, orderBy: { listedAt: 'DESC' } });
  }

  async function callsOf(request: Request, sought: Sought): Promise<Connection<Call>> {
    const { sql, params } = hiding(request, 'k');
    const told = [
      'k.call_id = c.id',
      'k.call_ref = c.call_ref',
      'k.code IN (SELECT n.case_code FROM call_notes n WHERE n.call_ref = c.call_ref)',
    ].map((link) => `NOT EXISTS (SELECT 1 FROM service_cases k WHERE ${link} AND ${sql})`);
    const query = having(callQuery(read), 'callerId', 'Caller', sought).andWhere(told.join(' AND '), params);
    const page = await office.page(request, query, callAccess, { ...newest, orderBy: { ringAt: 'DESC' } });
    await confidence(
      read,
      request,
      page.nodes.map(({ callRef }) => callRef),
    );
    return page;
  }

  return async (request: Request, asked: Asked): Promise<Found> => {
    const { actor, viewer } = request;
    if (!askingRoles.some((role) => actor.holds(role, null))) throw forbidden();
    const sought = soughtBy(asked);
    const cases = await casesOf(request, sought);
    const visits = await visitsOf(request, sought);
    const calls = await callsOf(request, sought);
    const shown = [...cases.nodes, ...visits.nodes, ...calls.nodes].map(({ id }) => id);
    await office.recordReads(request, [viewer.personId ?? '', ...shown], 'contactSearch');
    const complete = [cases, visits, calls].every(({ pageInfo }) => !pageInfo.hasNextPage);
    return { cases: cases.nodes, visits: visits.nodes, calls: calls.nodes, complete };
  };
}

/** The rule of the graph's fields as a condition. */
const namesApplicant = (alias: string): string =>
  `(${alias}.anonymous = :no AND (${alias}.confidential = :no
    OR ${alias}.officer_id = :me OR ${alias}.first_responder_id = :me))`;
