import { badInput, forbidden, type Request, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import type { OpenCaseInput } from '../generated/graphql.ts';
import { findMatter } from '../matters/matter.repository.ts';
import type { Matter } from '../matters/matter.ts';
import type { Match } from '../routing/matching.ts';
import type { RoutingCommands } from '../routing/routing.commands.ts';

interface Subject {
  readonly title: string;
  readonly topicKey: string | null;
}

/** Where a new case belongs. */
export interface Place {
  readonly ownerOrgId: string;
  readonly ledgerOrgId: string;
  readonly windowOrgId: string;
  readonly matter: Matter | null;
  /** The rule that gave it there; null where nobody asked the rules. */
  readonly match: Match | null;
}

/** Finds the unit for a new case: the one named, else the matter's, else that of the routing rules. */
export function createResponsibleUnits(register: CaseRegister, routing: RoutingCommands) {
  /** The posts of a window, with the county or city that each serves. */
  async function windowsOf(tx: Transaction, { viewer, actor }: Request) {
    const orgIds = viewer.posts.flatMap(({ orgId, roles }) =>
      orgId && roles.includes('WINDOW') && actor.holds('WINDOW', orgId) ? [orgId] : [],
    );
    return Promise.all(
      orgIds.map(async (orgId) => ({ orgId, ledgerOrgId: await register.ledgerOf(tx.manager, orgId, 'viewer') })),
    );
  }

  async function matterOf(tx: Transaction, { matterId = null, kind }: OpenCaseInput): Promise<Matter | null> {
    if (matterId === null) return null;
    if (kind !== 'SERVICE') {
      throw badInput('matterId', { en: 'Only a SERVICE case asks for a listed matter.', zh: '仅办件填写办理事项。' });
    }
    const matter = await findMatter(tx.manager, matterId);
    if (matter === null) throw referenceUnknown('matterId', matterId, false);
    if (matter.status === 'PUBLISHED') return matter;
    throw badInput('matterId', { en: 'This edition is no longer in force.', zh: '该事项版本已废止。' });
  }

  /**
   * A window serves the county or city that it is in. `read` reads the words of the matter, for the rules alone.
   * @throws DomainError BAD_USER_INPUT when neither a unit nor a matter is named and no rule fits
   */
  async function placeFor(
    tx: Transaction,
    request: Request,
    input: OpenCaseInput,
    read: () => Subject,
  ): Promise<Place> {
    const windows = await windowsOf(tx, request);
    const matter = await matterOf(tx, input);
    const named = input.responsibleOrgId ?? matter?.ownerOrgId ?? null;
    if (named !== null) {
      const ledgerOrgId = await register.ledgerOf(tx.manager, named, 'responsibleOrgId');
      const window = windows.find((each) => each.ledgerOrgId === ledgerOrgId);
      if (!window) throw forbidden();
      return { ownerOrgId: named, ledgerOrgId, windowOrgId: window.orgId, matter, match: null };
    }
    const [window] = windows;
    if (!window) throw forbidden();
    const { kind, siteId = null } = input;
    const { title, topicKey } = read();
    const match = await routing.routeOf(tx.manager, window.ledgerOrgId, { kind, siteId, title, topicKey });
    if (match === null) {
      throw badInput('responsibleOrgId', {
        en: 'No routing rule fits: name the unit that has to answer.',
        zh: '没有匹配的分办规则，请指定承办单位。',
      });
    }
    const { ledgerOrgId, orgId: windowOrgId } = window;
    return { ownerOrgId: match.rule.toOrgId, ledgerOrgId, windowOrgId, matter, match };
  }

  return { placeFor };
}
