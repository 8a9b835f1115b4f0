import {
  extensionDecided,
  extensionRequested,
  itemCompleted,
  noticeIssued,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, happened, type Moment, type Projection, revising } from '../projection/projection.ts';

/** Somebody independent looked whether an item is done; named by its event, for it has no id of its own. */
export interface VerificationFact extends Fact {
  readonly itemId: string | null;
  readonly passed: boolean | null;
  readonly verifiedAt: Moment | null;
}

const ofVerification = revising<VerificationFact>();

export const verifications: Projection<VerificationFact> = {
  entity: new EntitySchema<VerificationFact>({
    name: 'VerificationFact',
    tableName: 'verification_fact',
    columns: {
      id: column.id(),
      itemId: column.ref('item_id', { nullable: true }),
      passed: column.bool('passed', { nullable: true }),
      verifiedAt: column.moment('verified_at'),
    },
  }),
  empty: (id) => ({ id, itemId: null, passed: null, verifiedAt: null }),
  clocks: [],
  reactions: [
    ofVerification.whenEach(verificationFailed, (event) => {
      const { itemId, at } = event.data;
      return [{ id: event.id, revise: () => ({ itemId, passed: false, verifiedAt: happened(at, event) }) }];
    }),
    ofVerification.whenEach(itemCompleted, (event) => {
      const { itemId, completedAt } = event.data;
      return [{ id: event.id, revise: () => ({ itemId, passed: true, verifiedAt: happened(completedAt, event) }) }];
    }),
  ],
};

/** A wish for more time, of the unit that leads. */
export interface ExtensionFact extends Fact {
  readonly orgId: string | null;
  readonly requestedAt: Moment | null;
  readonly decidedAt: Moment | null;
  readonly granted: boolean | null;
}

const ofExtension = revising<ExtensionFact>();

export const extensions: Projection<ExtensionFact> = {
  entity: new EntitySchema<ExtensionFact>({
    name: 'ExtensionFact',
    tableName: 'extension_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      requestedAt: column.moment('requested_at'),
      decidedAt: column.moment('decided_at'),
      granted: column.bool('granted', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, orgId: null, requestedAt: null, decidedAt: null, granted: null }),
  clocks: ['requestedAt', 'decidedAt'],
  reactions: [
    ofExtension.when(
      extensionRequested,
      ({ extensionId }) => extensionId,
      (event) => ({ orgId: event.data.orgId, requestedAt: happened(event.data.at, event) }),
    ),
    ofExtension.when(
      extensionDecided,
      ({ extensionId }) => extensionId,
      (event) => ({ decidedAt: happened(event.data.at, event), granted: event.data.decision === 'APPROVED' }),
    ),
  ],
};

/** A written urge to a unit; named by its event, for it has no id of its own there. */
export interface NoticeFact extends Fact {
  readonly orgId: string | null;
  /** Its colour. */
  readonly category: string | null;
  readonly issuedAt: Moment | null;
}

const ofNotice = revising<NoticeFact>();

export const notices: Projection<NoticeFact> = {
  entity: new EntitySchema<NoticeFact>({
    name: 'NoticeFact',
    tableName: 'notice_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      issuedAt: column.moment('issued_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, issuedAt: null }),
  clocks: ['issuedAt'],
  reactions: [
    ofNotice.whenEach(noticeIssued, (event) => {
      const { toOrgId: orgId, color: category, issuedAt } = event.data;
      return [{ id: event.id, revise: () => ({ orgId, category, issuedAt: happened(issuedAt, event) }) }];
    }),
  ],
};
