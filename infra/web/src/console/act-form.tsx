import { type FormEvent, useEffect, useId, useRef } from 'react';
import { enumWord } from '../codes.ts';
import { useSpeech } from '../speech.tsx';
import type { Act, Field, Given } from './act.ts';
import { Finder, type Named } from './finder.tsx';

/** What is known of the subject, so that nobody types it again. */
export interface Known {
  readonly given: Given;
  readonly named: Readonly<Partial<Record<string, Named | null>>>;
  /** Items of the agenda that may be named. */
  readonly agenda: readonly { readonly id: string; readonly number: number; readonly title: string | null }[];
}

interface ActFormProps {
  readonly act: Act;
  readonly action: string;
  readonly known: Known;
  readonly busy: boolean;
  readonly send: (given: Given) => void;
  readonly close: () => void;
}

/** The small form of an act that asks for something. */
export function ActForm({ act, action, known, busy, send, close }: ActFormProps) {
  const { words } = useSpeech();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)];
    send(Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))));
  };
  return (
    <form ref={form} className="act" aria-label={action} onSubmit={submit}>
      {act.fields.map((field) => (
        <Asked key={field.name} field={field} known={known} />
      ))}
      <div className="line">
        <button type="submit" className="main" disabled={busy}>
          {words.console.acts.confirm(action)}
        </button>
        <button type="button" disabled={busy} onClick={close}>
          {words.console.acts.cancel}
        </button>
      </div>
    </form>
  );
}

interface AskedProps {
  readonly field: Field;
  readonly known: Known;
}

function Asked({ field, known }: AskedProps) {
  const { words } = useSpeech();
  const id = useId();
  const { name, as, required } = field;
  const label = words.console.fields[name] ?? name;
  if (as === 'unit' || as === 'person') {
    return <Finder name={name} of={as} label={label} current={known.named[name] ?? null} required={required} />;
  }
  if (as === 'flag') {
    return (
      <label className="flag">
        <input type="checkbox" name={name} /> {label}
      </label>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {!required && <small>{words.console.acts.optional}</small>}
      </label>
      <Control id={id} field={field} known={known} />
    </div>
  );
}

const inputs = { day: 'date', moment: 'datetime-local', score: 'number' } as const;

function Control({ id, field, known }: AskedProps & { readonly id: string }) {
  const { words, language } = useSpeech();
  const { name, as, required, type, values = [] } = field;
  const given = known.given[name] ?? '';
  switch (as) {
    case 'text':
      return <textarea id={id} name={name} required={required} rows={3} maxLength={10_000} />;
    case 'code':
      return (
        <select id={id} name={name} required={required} defaultValue={given}>
          <option value="">{words.console.acts.unchosen}</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {type ? enumWord(type, value, language) : value}
            </option>
          ))}
        </select>
      );
    case 'agenda':
      return (
        <select id={id} name={name} required={required} defaultValue="">
          <option value="">{required ? words.console.acts.unchosen : words.console.acts.wholeMeeting}</option>
          {known.agenda.map((item) => (
            <option key={item.id} value={item.id}>
              {item.number}. {item.title ?? words.console.meetings.restricted}
            </option>
          ))}
        </select>
      );
    case 'day':
    case 'moment':
    case 'score':
      return (
        <input
          id={id}
          name={name}
          type={inputs[as]}
          required={required}
          defaultValue={given}
          {...(as === 'score' && { min: 1, max: 5 })}
        />
      );
    default:
      return null;
  }
}
