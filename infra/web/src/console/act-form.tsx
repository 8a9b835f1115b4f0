import { type FormEvent, useEffect, useId, useRef } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { Console_FreeRoomsDocument } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { Act, Field, Given } from './act.ts';
import { Finder, type Named } from './finder.tsx';

/** A part of the subject that an act may be about. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly state?: string;
}

/** What is known of the subject, so that nobody types it again; all by the names of the fields. */
export interface Known {
  readonly given: Readonly<Partial<Record<string, string>>>;
  readonly named: Readonly<Partial<Record<string, Named | null>>>;
  readonly choices: Readonly<Partial<Record<string, readonly Choice[]>>>;
}

export const nothingKnown: Known = { given: {}, named: {}, choices: {} };

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
    const filled = new FormData(event.currentTarget);
    const texts = (name: string) => filled.getAll(name).filter((value) => typeof value === 'string');
    send(Object.fromEntries(act.fields.map(({ name }) => [name, texts(name)])));
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
  const label = words.console.fields[field.label ?? name] ?? name;
  if (as === 'known') return <input type="hidden" name={name} value={known.given[name] ?? ''} />;
  if (as === 'unit' || as === 'units' || as === 'person' || as === 'item') {
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

const inputs = { line: 'text', day: 'date', moment: 'datetime-local', number: 'number' } as const;

function Control({ id, field, known }: AskedProps & { readonly id: string }) {
  const { words, language } = useSpeech();
  const { name, as, required, type, values = [], states, least, most } = field;
  const given = known.given[name] ?? '';
  const said = words.console.acts;
  const nothing = required ? said.unchosen : name === 'agendaItemId' ? said.wholeMeeting : said.none;
  switch (as) {
    case 'text':
    case 'evidence':
      return <textarea id={id} name={name} required={required} rows={3} maxLength={as === 'text' ? 10_000 : 2_000} />;
    case 'code': {
      const options = values.map((value) => ({ id: value, label: type ? enumWord(type, value, language) : value }));
      return <Choosing {...{ id, name, required, nothing, options }} chosen={given} />;
    }
    case 'yesno': {
      const options = [
        { id: 'yes', label: said.yes },
        { id: 'no', label: said.no },
      ];
      return <Choosing {...{ id, name, required, nothing, options }} chosen="" />;
    }
    case 'choice': {
      const options = (known.choices[name] ?? []).filter(
        ({ state }) => states === undefined || (state !== undefined && states.includes(state)),
      );
      const [only] = required && options.length === 1 ? options : [];
      return <Choosing {...{ id, name, required, nothing, options }} chosen={only?.id ?? ''} />;
    }
    case 'room':
      return <FreeRoom {...{ id, name, required, nothing }} from={known.given.start} to={known.given.end} />;
    case 'line':
    case 'day':
    case 'moment':
    case 'number':
      return (
        <input
          id={id}
          name={name}
          type={inputs[as]}
          required={required}
          defaultValue={given}
          min={least}
          max={most}
          maxLength={as === 'line' ? 200 : undefined}
        />
      );
    default:
      return null;
  }
}

interface SelectProps {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  /** What stands when nothing is chosen. */
  readonly nothing: string;
}

function Choosing({
  id,
  name,
  required,
  nothing,
  options,
  chosen,
}: SelectProps & { readonly options: readonly Choice[]; readonly chosen: string }) {
  return (
    <select id={id} name={name} required={required} defaultValue={chosen}>
      <option value="">{nothing}</option>
      {options.map((option) => (
        <option key={option.id} value={option.id}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface FreeRoomProps extends SelectProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Rooms that nobody has then; they are asked for when the form is opened. */
function FreeRoom({ from = '', to = '', ...select }: FreeRoomProps) {
  const { words } = useSpeech();
  const [{ data }] = useQuery({
    query: Console_FreeRoomsDocument,
    variables: { from, to },
    pause: from === '' || to === '',
    requestPolicy: 'network-only',
  });
  const options = (data?.freeRooms ?? []).map((room) => ({
    id: room.id,
    label: words.console.meetings.seats(room.name, room.capacity),
  }));
  return <Choosing {...select} options={options} chosen="" />;
}
