import { useEffect, useId, useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  Figures_MembersDocument,
  type Figures_MembersQuery,
  type MetricFilter,
  type MetricPart,
} from '../generated/graphql.ts';
import { Refusal } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';
import { labelOf, type Metric, type Texts } from './texts.ts';

interface MembersProps {
  readonly metric: Metric;
  readonly where: MetricFilter;
  readonly asOf: string | null;
  /** Where the number stands, in words. */
  readonly place: string;
  readonly texts: Texts;
  readonly close: () => void;
}

type Page = NonNullable<Figures_MembersQuery['metricMembers']>;
type Member = Page['nodes'][number];

/** The facts behind a number that the viewer may read, page by page; of a rate also those that met it, or did not. */
export function Members({ metric, where, asOf, place, texts, close }: MembersProps) {
  const { language, words } = useSpeech();
  const [part, setPart] = useState<MetricPart | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, again] = useQuery({
    query: Figures_MembersDocument,
    variables: { metric: metric.name, where, part, asOf, after },
  });
  const heading = useRef<HTMLHeadingElement>(null);
  const choice = useId();
  // Whoever opened it by the keyboard goes on in it.
  useEffect(() => heading.current?.focus(), []);
  const page = fetching ? null : data?.metricMembers;
  return (
    <section className="members" aria-labelledby={`${choice}-head`}>
      <header>
        <h2 id={`${choice}-head`} ref={heading} tabIndex={-1}>
          {words.members.title(labelOf(metric, language), place)}
        </h2>
        <button type="button" onClick={close}>
          {words.members.close}
        </button>
      </header>
      {metric.kind === 'RATE' && (
        <label>
          {words.members.part}{' '}
          <select
            value={part ?? ''}
            onChange={({ target }) => {
              setAfter(null);
              setPart((target.value || null) as MetricPart | null);
            }}
          >
            <option value="">{words.members.parts.all}</option>
            <option value="MET">{words.members.parts.met}</option>
            <option value="UNMET">{words.members.parts.unmet}</option>
          </select>
        </label>
      )}
      {error && !fetching && <Refusal error={error} retry={() => again()} />}
      <p role="status" className="note">
        {page ? words.members.count(page.totalCount ?? 0) : words.answer.loading}
      </p>
      {page && page.nodes.length > 0 && (
        <ol>
          {page.nodes.map((member) => (
            <li key={`${member.id} ${member.at}`}>
              <span className="code">{nameOf(member)[0] ?? words.members.types[member.type]}</span>
              <span>{nameOf(member)[1] ?? ''}</span>
              <time dateTime={member.at}>{texts.moment(member.at)}</time>
            </li>
          ))}
        </ol>
      )}
      {page?.pageInfo.hasNextPage && (
        <button type="button" onClick={() => setAfter(page.pageInfo.endCursor ?? null)}>
          {words.members.next}
        </button>
      )}
    </section>
  );
}

/** The number that people know a thing by, and what it says; the owner may keep either to itself. */
function nameOf({ entity }: Member): readonly [code: string | null | undefined, text: string | null | undefined] {
  switch (entity?.__typename) {
    case 'SupervisionItem':
      return [entity.itemCode, entity.itemTitle];
    case 'Hazard':
      return [entity.hazardCode, entity.description];
    case 'ServiceCase':
      return [entity.caseCode, entity.caseTitle];
    case 'Document':
      return [entity.docNumber, entity.docTitle];
    case 'Resolution':
      return [entity.resolutionCode, entity.resolutionText];
    case 'Call':
      return [entity.callRef, entity.callerMasked];
    case 'Rating':
      return [null, String(entity.score)];
    case 'ArchiveRecord':
      return [entity.archivalCode, entity.recordTitle];
    default:
      return [null, null];
  }
}
