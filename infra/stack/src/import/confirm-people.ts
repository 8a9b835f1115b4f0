import { confirmProposals } from '../confirm-proposals.ts';
import type { RowAnswer } from './answers.ts';
import type { PatientOffice } from './patient-office.ts';

/**
 * A second person lets the posts and clearances of people.csv count, those of the file's people that the importer
 * proposed and no others. Answers the line that says so.
 * @throws Error where nobody is there to confirm
 */
export async function confirmPeople(
  answers: readonly RowAnswer[],
  importer: PatientOffice,
  confirmer: PatientOffice | null,
): Promise<string> {
  if (confirmer === null) {
    throw new Error(
      'people.csv: posts and clearances wait for a second person. Give the bearer token of somebody else who may confirm them in CONFIRM_TOKEN, and import again.',
    );
  }
  const [proposedBy, by] = [await staffNoOf(importer), await staffNoOf(confirmer)];
  const { posts, clearances } = await confirmProposals(confirmer.ask, { proposedBy, staffNos: keysOf(answers) });
  return `people.csv: ${posts} posts and ${clearances} clearances confirmed by ${by}`;
}

async function staffNoOf(office: PatientOffice): Promise<string> {
  const { viewer } = await office.ask('query Import_Who { viewer { person { staffNo } } }', {});
  return viewer.person.staffNo;
}

const keysOf = (answers: readonly RowAnswer[]): ReadonlySet<string> =>
  new Set(
    answers
      .filter(({ outcome }) => outcome !== 'REJECTED' && outcome !== 'QUARANTINED')
      .flatMap(({ key }) => key ?? []),
  );
