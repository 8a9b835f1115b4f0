import { systemActor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import {
  aDocument,
  anActor,
  aSignedText,
  at,
  drafter,
  id,
  issuer,
  recipient,
  refusalOf,
  registrar,
  reviewer,
} from '../../test/builders.ts';
import type { Document, DocumentAction, DocumentState } from './document.ts';
import { documentWorkflow, passRecheck, refuseRecheck, signAnew } from './document.workflow.ts';
import { issue } from './issuing.workflow.ts';

const states: DocumentState[] = [
  'DRAFT',
  'REVIEW',
  'COUNTERSIGN',
  'SIGNOFF',
  'SIGNED',
  'RECHECKED',
  'NUMBERED',
  'PRINTED',
  'ISSUED',
  'CLOSED',
  'VOIDED',
  'FILED',
];
const actions: {
  action: DocumentAction;
  outcome?: string;
  as: string;
  way: Partial<Record<DocumentState, DocumentState>>;
}[] = [
  { action: 'ENTER_SIGNED', as: 'REGISTRAR', way: { SIGNOFF: 'SIGNED' } },
  { action: 'RECHECK', outcome: 'PASS', as: 'REGISTRAR', way: { SIGNED: 'RECHECKED' } },
  { action: 'RECHECK', outcome: 'SUBSTANTIVE_CHANGE', as: 'REGISTRAR', way: { SIGNED: 'SIGNOFF' } },
  { action: 'REGISTER', as: 'REGISTRAR', way: { RECHECKED: 'NUMBERED' } },
  { action: 'SEAL_AND_PRINT', as: 'REGISTRAR', way: { NUMBERED: 'PRINTED' } },
  { action: 'ISSUE', as: 'REGISTRAR', way: { PRINTED: 'ISSUED' } },
  { action: 'VOID', as: 'OFFICE_DIRECTOR', way: { NUMBERED: 'VOIDED', PRINTED: 'VOIDED' } },
  { action: 'CLOSE', as: 'SYSTEM', way: { ISSUED: 'CLOSED' } },
  { action: 'FILE', as: 'ARCHIVIST', way: { CLOSED: 'FILED', VOIDED: 'FILED' } },
];
const everyRole = ['REGISTRAR', 'OFFICE_DIRECTOR', 'ARCHIVIST', 'DRAFTER', 'SIGNER', 'ADMIN', 'IMPORTER'];
const actorFor = (as: string) => (as === 'SYSTEM' ? systemActor : anActor([as]));
const act = (to: DocumentState) => ({ to, role: 'REGISTRAR', by: registrar, at });

describe('the table of outgoing documents', () => {
  for (const { action, outcome, as, way } of actions) {
    const options = outcome === undefined ? {} : { outcome };
    const permit = (document: Document, actor = actorFor(as)) =>
      documentWorkflow.permit(actor, document, action, options);

    it.each(states)(`${action} ${outcome ?? ''} from %s`, (status) => {
      const document = aDocument({ status });
      const to = way[status];

      if (to) expect(permit(document).to).toBe(to);
      else expect(refusalOf(() => permit(document))).toBe('ILLEGAL_TRANSITION');
      expect(documentWorkflow.allowedActions(actorFor(as), document).includes(action)).toBe(
        actions.some((other) => other.action === action && other.way[status] !== undefined),
      );
    });

    it(`${action} ${outcome ?? ''} is refused to every other role, and outside the scope`, () => {
      const [status] = Object.keys(way) as DocumentState[];
      const document = aDocument({ ...(status && { status }) });

      for (const role of everyRole.filter((other) => other !== as)) {
        expect(refusalOf(() => permit(document, anActor([role])))).toBe('FORBIDDEN');
      }
      expect(refusalOf(() => permit(document, anActor([as], [recipient])))).toBe('FORBIDDEN');
    });
  }

  it('checks role, version, transition, duties and guard in this order', () => {
    const document = aDocument({ version: 7, status: 'FILED', signedDigest: null });
    const recheck = (changes: Partial<Document>, actor = anActor(['REGISTRAR']), expectedVersion = 7) =>
      refusalOf(() =>
        documentWorkflow.permit(actor, { ...document, ...changes }, 'RECHECK', { expectedVersion, outcome: 'PASS' }),
      );

    expect(recheck({}, anActor([]), 1)).toBe('FORBIDDEN');
    expect(recheck({}, anActor(['REGISTRAR']), 1)).toBe('CONFLICT_VERSION');
    expect(recheck({})).toBe('ILLEGAL_TRANSITION');
    expect(recheck({ status: 'SIGNED', drafterId: registrar })).toBe('SEPARATION_OF_DUTIES');
    expect(recheck({ status: 'SIGNED' })).toBe('GUARD_FAILED DOC-2');
  });
});

describe('DOC-3: drafter, reviewer and rechecker are different persons', () => {
  it.each([
    ['drafter', drafter],
    ['reviewer', reviewer],
  ])('the %s does not recheck', (_, person) => {
    const actor = anActor(['REGISTRAR'], [issuer], person);
    const document = aDocument();

    expect(refusalOf(() => documentWorkflow.permit(actor, document, 'RECHECK', { outcome: 'PASS' }))).toBe(
      'SEPARATION_OF_DUTIES',
    );
    expect(documentWorkflow.allowedActions(actor, document)).toEqual([]);
  });

  it('a draft reviewed by its drafter does not pass', () => {
    const document = aDocument({ reviewerId: drafter });
    const recheck = (outcome: string) =>
      documentWorkflow.permit(anActor(['REGISTRAR']), document, 'RECHECK', { outcome });

    expect(refusalOf(() => recheck('PASS'))).toBe('GUARD_FAILED DOC-3');
    expect(recheck('SUBSTANTIVE_CHANGE').to).toBe('SIGNOFF');
  });
});

describe('signing anew', () => {
  const minutes = { kind: 'MINUTES', originType: 'Minutes', originId: id('min'), status: 'SIGNOFF' } as const;

  it('a document from minutes is signed anew by the minutes only', () => {
    expect(refusalOf(() => documentWorkflow.permit(anActor(['REGISTRAR']), aDocument(minutes), 'ENTER_SIGNED'))).toBe(
      'FORBIDDEN',
    );
    expect(documentWorkflow.permit(systemActor, aDocument(minutes), 'ENTER_SIGNED').to).toBe('SIGNED');
  });

  it('replaces the text and forgets the recheck', () => {
    const before = aDocument({ ...minutes, recheckedDigest: 'b'.repeat(64), returnReason: '漏了一项' });
    const signed = { ...aSignedText('会议纪要'), digest: 'c'.repeat(64) };

    const { changes, events } = signAnew(before, act('SIGNED'), signed);

    expect(changes).toMatchObject({
      status: 'SIGNED',
      title: '会议纪要',
      signedDigest: 'c'.repeat(64),
      recheckedDigest: null,
      returnReason: null,
    });
    expect(events.map(({ contract }) => contract.type)).toEqual(['documents.DocumentSigned.v1']);
  });

  it('a refused recheck tells the meeting; the reason travels only at INTERNAL and below', () => {
    const refused = (changes: Partial<Document>) =>
      refuseRecheck(aDocument({ ...minutes, status: 'SIGNED', ...changes }), act('SIGNOFF'), '决定事项有误');

    expect(refused({}).events[0]?.data).toMatchObject({ minutesId: id('min'), reason: '决定事项有误' });
    expect(refused({ secrecyLevel: 'WORK_SECRET' }).events[0]?.data).toMatchObject({ reason: null });
    expect(refused({ secrecyLevel: 'WORK_SECRET' }).changes.returnReason).toBe('决定事项有误');
    expect(refused({ originId: null }).events).toEqual([]);
  });

  it('DOC-7: above the ceiling not even the reason is kept', () => {
    const { changes } = refuseRecheck(aDocument({ secrecyLevel: 'SECRET' }), act('SIGNOFF'), '决定事项有误');

    expect(changes.returnReason).toBeNull();
  });
});

describe('DOC-2: only what was signed and rechecked goes out', () => {
  const printed = () => {
    const document = aDocument({ status: 'PRINTED', docNumber: '霁政办发〔2026〕1号' });
    return { ...document, recheckedDigest: document.signedDigest };
  };

  it('a text changed after the signature does not pass', () => {
    expect(refusalOf(() => passRecheck(aDocument(), act('RECHECKED'), 'd'.repeat(64)))).toBe('GUARD_FAILED DOC-2');
  });

  it('a text changed after the recheck is not issued', () => {
    expect(refusalOf(() => issue(printed(), act('ISSUED'), 'd'.repeat(64)))).toBe('GUARD_FAILED DOC-2');
  });

  it('the unchanged text is issued with its recipients', () => {
    const document = printed();
    const { changes, events } = issue(document, act('ISSUED'), document.signedDigest ?? '');

    expect(changes).toMatchObject({ status: 'ISSUED', openDeliveries: 1, issuedById: registrar });
    expect(events[0]?.data).toMatchObject({ docNumber: '霁政办发〔2026〕1号', mainOrgIds: [recipient], origin: null });
  });
});
