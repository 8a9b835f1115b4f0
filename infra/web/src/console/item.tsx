import { useEffect, useMemo, useRef } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { Console_ItemDocument, ConsoleItemActsFragmentDoc, ConsoleItemFactsFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { Acts } from './acts.tsx';
import { Go, usePlace } from './go.tsx';
import { itemActs } from './item-acts.ts';
import { useLive } from './live.ts';
import { type Parted, Parts, useParts } from './parts.tsx';
import { Fact, Light, Shown } from './shown.tsx';
import { createTexts } from './texts.ts';

/** One item beside the list, on a phone in its place: what can be done with it, and what is known of it. */
export function Item({ id }: { readonly id: string }) {
  const { words } = useSpeech();
  const [, go] = usePlace();
  const [{ data, error, fetching }, ask] = useQuery({
    query: Console_ItemDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => ask({ requestPolicy: 'network-only' });
  useLive({ on: 'item', id }, refresh);
  const heading = useRef<HTMLHeadingElement>(null);
  const item = data?.supervisionItem;
  const named = item !== undefined;
  // Whoever opened it by the keyboard goes on in it.
  useEffect(() => {
    if (named) heading.current?.focus();
  }, [named]);
  return (
    <section
      className="panel"
      aria-labelledby="item"
      onKeyDown={({ key }) => {
        if (key === 'Escape') go({ id: null });
      }}
    >
      <header>
        <div>
          {item?.code && <p className="code">{item.code}</p>}
          <h2 id="item" ref={heading} tabIndex={-1}>
            {item ? (item.title ?? words.console.board.untitled) : words.console.views.board}
          </h2>
        </div>
        <button type="button" onClick={() => go({ id: null })}>
          {words.console.close}
        </button>
      </header>
      <Shown ready={named} {...{ fetching, error, refresh }}>
        {item ? (
          <>
            <ItemActs item={item} parts={item} />
            <Facts item={item} />
            <Parts item={item} />
          </>
        ) : (
          <p className="waiting">{words.console.missing}</p>
        )}
      </Shown>
    </section>
  );
}

interface ItemActsProps {
  readonly item: FragmentType<typeof ConsoleItemActsFragmentDoc>;
  readonly parts: Parted;
}

function ItemActs({ item, parts }: ItemActsProps) {
  const { language } = useSpeech();
  const subject = readFragment(ConsoleItemActsFragmentDoc, item);
  const { state, dueOn, feedbackCycle, leadOrg, leader, registeredBy } = subject;
  return (
    <Acts
      names="SupervisionItemAction"
      heading="h3"
      acts={itemActs}
      subject={subject}
      state={enumWord('SupervisionItemState', state, language)}
      by={state === 'REGISTERED' ? (registeredBy?.name ?? null) : null}
      known={{
        given: { dueOn: dueOn ?? '', feedbackCycle },
        named: { leadOrgId: leadOrg, leaderId: leader },
        choices: useParts(parts),
      }}
    />
  );
}

function Facts({ item }: { readonly item: FragmentType<typeof ConsoleItemFactsFragmentDoc> }) {
  const { words, language } = useSpeech();
  const [place] = usePlace();
  const texts = useMemo(() => createTexts(language), [language]);
  const { facts } = words.console;
  const of = readFragment(ConsoleItemFactsFragmentDoc, item);
  const registered = of.registeredAt && texts.moment(of.registeredAt);
  return (
    <>
      <h3>{facts.title}</h3>
      <dl className="facts">
        <Fact label={facts.light}>
          <Light light={of.light}>{words.console.board.lights[of.light]}</Light> · {of.lightText}
        </Fact>
        <Fact label={facts.state}>{enumWord('SupervisionItemState', of.state, language)}</Fact>
        <Fact label={facts.stateReason}>{of.stateReason}</Fact>
        <Fact label={facts.due}>{of.dueOn && texts.day(of.dueOn)}</Fact>
        <Fact label={facts.progress}>{words.console.board.progress(of.progressPercent)}</Fact>
        <Fact label={facts.lead}>{of.leadOrg?.name}</Fact>
        <Fact label={facts.co}>{of.coOrgs.map(({ name }) => name).join(words.answer.joined)}</Fact>
        <Fact label={facts.leader}>{of.leader?.name}</Fact>
        <Fact label={facts.supervisor}>{of.supervisor?.name}</Fact>
        <Fact label={facts.owner}>{of.ownerOrg?.name}</Fact>
        <Fact label={facts.requirement}>{of.requirement}</Fact>
        <Fact label={facts.target}>{of.measurableTarget}</Fact>
        <Fact label={facts.result}>{of.result}</Fact>
        <Fact label={facts.cycle}>{enumWord('FeedbackCycle', of.feedbackCycle, language)}</Fact>
        <Fact label={facts.category}>{enumWord('SupervisionCategory', of.category, language)}</Fact>
        <Fact label={facts.weight}>{enumWord('SupervisionWeight', of.weight, language)}</Fact>
        <Fact label={facts.proposed}>{texts.moment(of.createdAt)}</Fact>
        <Fact label={facts.registered}>
          {registered && of.registeredBy ? facts.registeredBy(registered, of.registeredBy.name) : registered}
        </Fact>
        {of.mergedInto && (
          <Fact label={facts.merged}>
            <Go to={{ ...place, id: of.mergedInto.id }}>{of.mergedInto.code ?? of.mergedInto.title}</Go>
          </Fact>
        )}
      </dl>
    </>
  );
}
