import { useState } from 'react';
import { useClient } from 'urql';
import { type ExportFormat, Figures_ExportDocument, type MetricQueryInput } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { Day } from './periods.ts';
import { fixed, ofFile, type Question, searchOf } from './question.ts';

/** As a text, for spreadsheets, and for tools that read columns. */
const formats: readonly ExportFormat[] = ['CSV', 'XLSX', 'PARQUET'];

interface ActionsProps {
  readonly question: Question;
  readonly input: MetricQueryInput;
  readonly today: Day;
}

/** What can be done with an answer: pass it on, keep it, print it. */
export function Actions({ question, input, today }: ActionsProps) {
  const { words } = useSpeech();
  const client = useClient();
  const [said, setSaid] = useState('');
  const [link, setLink] = useState<string | null>(null);

  async function copy() {
    const address = location.origin + location.pathname + searchOf(fixed(question, today));
    try {
      await navigator.clipboard.writeText(address);
      setSaid(words.actions.copied);
    } catch {
      // Browsers lend the clipboard to pages of https and of this machine alone.
      setLink(address);
    }
  }

  async function save(format: ExportFormat) {
    setSaid(words.answer.loading);
    const { data, error } = await client.query(Figures_ExportDocument, { input: ofFile(input), format }).toPromise();
    const file = data?.metricExport;
    if (!file) return setSaid(error?.graphQLErrors[0]?.message ?? words.errors.network);
    download(file);
    setSaid(words.actions.saved(file.fileName));
  }

  return (
    <div className="actions">
      <button type="button" onClick={() => void copy()}>
        {words.actions.copy}
      </button>
      {formats.map((format) => (
        <button key={format} type="button" onClick={() => void save(format)}>
          {words.actions.formats[format]}
        </button>
      ))}
      <button type="button" onClick={() => print()}>
        {words.actions.print}
      </button>
      {link !== null && (
        <input readOnly aria-label={words.actions.link} value={link} onFocus={({ target }) => target.select()} />
      )}
      <p role="status">{said}</p>
    </div>
  );
}

interface File {
  readonly fileName: string;
  readonly mimeType: string;
  readonly base64: string;
}

function download({ fileName, mimeType, base64 }: File): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  const anchor = Object.assign(document.createElement('a'), { href: url, download: fileName });
  anchor.click();
  URL.revokeObjectURL(url);
}
