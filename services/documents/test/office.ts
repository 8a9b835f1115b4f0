import { seedCounty } from '@chengqi/office-kernel/testing';
import type { minutesSigned } from '@chengqi/schemas/events/meetings';
import { type Dialect, systemIds, type Viewer } from '@chengqi/service-kit';
import { startTestService, type TestServiceOptions } from '@chengqi/service-kit/testing';
import { documents } from '../src/service.ts';
import { textDigest } from '../src/signing/document-text.repository.ts';

export const scan = 'a'.repeat(64);
export const minutesText = '会议议定：由县应急管理局牵头整改。';
export type MinutesSigned = ReturnType<typeof minutesSigned.schema.parse>;
export type TestOffice = Awaited<ReturnType<typeof openOffice>>;

const fields = 'id state version title text docNumber year serial secrecyLevel returnReason allowedActions';
const deliveryFields = 'id state role rejectReason version document { id state }';
const recordFields = 'id state archivalCode retention retentionUntil title version';
const mutation = (name: string, input: string, selection: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { ${selection} } }`;
const mutations = {
  enterSignedDocument: mutation('enterSignedDocument', 'EnterSignedDocumentInput', `document { ${fields} }`),
  recheckDocument: mutation('recheckDocument', 'RecheckDocumentInput', `document { ${fields} }`),
  registerOutgoing: mutation('registerOutgoing', 'RegisterOutgoingInput', `document { ${fields} }`),
  sealAndPrint: mutation('sealAndPrint', 'SealAndPrintInput', `document { ${fields} }`),
  issueDocument: mutation('issueDocument', 'IssueDocumentInput', `document { ${fields} }`),
  voidDocument: mutation('voidDocument', 'VoidDocumentInput', `document { ${fields} voidReason }`),
  fileDocument: mutation(
    'fileDocument',
    'FileDocumentInput',
    `document { ${fields} archiveRecord { ${recordFields} } }`,
  ),
  signDelivery: mutation('signDelivery', 'SignDeliveryInput', `delivery { ${deliveryFields} }`),
  rejectDelivery: mutation('rejectDelivery', 'RejectDeliveryInput', `delivery { ${deliveryFields} }`),
  catalogRecord: mutation('catalogRecord', 'CatalogRecordInput', `archiveRecord { ${recordFields} }`),
  extendRetention: mutation('extendRetention', 'ExtendRetentionInput', `archiveRecord { ${recordFields} }`),
};
export type MutationName = keyof typeof mutations;
type Input = Record<string, unknown>;

/** The documents service with a county in its replicas, and its acts as short calls. */
export async function openOffice(dialect: Dialect, options: Omit<TestServiceOptions, 'dialect'> = {}) {
  const service = await startTestService(documents, { dialect, ...options });
  const { orgs, people } = await seedCounty(service);

  const send = (name: MutationName, input: Input, as: Viewer) => service.execute(mutations[name], { input }, as);
  /** Answers the changed entity; a refusal fails the test. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary mutations
  async function act(name: MutationName, input: Input, as: Viewer): Promise<any> {
    const { data, errors } = await send(name, input, as);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return Object.values(data[name])[0];
  }
  /** The code of a refusal and its rule or field; null when it was done. */
  async function refused(name: MutationName, input: Input, as: Viewer): Promise<string | null> {
    const { errors } = await send(name, input, as);
    const { code, rule, field } = errors?.[0]?.extensions ?? {};
    return errors ? [code, rule ?? field].filter(Boolean).join(' ') : null;
  }

  const paper = (changes: Input = {}): Input => ({
    kind: 'NOTICE',
    issuingOrgId: orgs.governmentOffice.id,
    docCode: '霁政办发',
    title: '关于开展安全检查的通知',
    drafterId: people.drafter.personId,
    reviewerId: people.reviewer.personId,
    signerId: people.leader.personId,
    signedAt: '2026-09-13T09:00:00+08:00',
    scanDigest: scan,
    mainRecipientIds: [orgs.emergencyBureau.id],
    ...changes,
  });
  const steps = {
    SIGNED: async () => undefined,
    RECHECKED: (documentId: string) => act('recheckDocument', { documentId, result: 'PASS' }, people.registrar),
    NUMBERED: (documentId: string) => act('registerOutgoing', { documentId }, people.registrar),
    PRINTED: (documentId: string) =>
      act('sealAndPrint', { documentId, copies: 5, sealOrgId: orgs.governmentOffice.id }, people.registrar),
    ISSUED: (documentId: string) => act('issueDocument', { documentId }, people.registrar),
  };
  /** A paper document brought to the state by its own acts. */
  async function documentIn(state: keyof typeof steps, changes: Input = {}): Promise<string> {
    const { id } = await act('enterSignedDocument', paper(changes), people.registrar);
    for (const [reached, step] of Object.entries(steps)) {
      await step(id);
      if (reached === state) break;
    }
    return id;
  }
  const minutes = (changes: Partial<MinutesSigned> = {}): MinutesSigned => ({
    minutesId: systemIds.next('min'),
    meetingId: systemIds.next('mtg'),
    title: '第12次县政府常务会议纪要',
    text: minutesText,
    digest: textDigest(minutesText),
    issuingOrgId: orgs.governmentOffice.id,
    docCode: '霁政纪要',
    drafterId: people.secretary.personId,
    reviewerId: people.director.personId,
    signerId: people.principal.personId,
    signedAt: '2026-09-13T08:00:00Z',
    recipientOrgIds: [orgs.emergencyBureau.id, orgs.educationBureau.id],
    level: 'INTERNAL',
    ...changes,
  });
  const ask = (query: string, variables: Input, as: Viewer) => service.execute(query, variables, as);
  return { ...service, service, orgs, people, send, act, refused, paper, documentIn, minutes, ask };
}

/** Waits for what happens beside the caller, such as a text that is fetched after the commit. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen in four seconds');
}
