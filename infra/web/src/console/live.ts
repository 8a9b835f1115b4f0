import { useEffect, useEffectEvent } from 'react';
import { useQuery, useSubscription } from 'urql';
import {
  Console_ItemsChangedDocument,
  Console_MeetingChangedDocument,
  Console_MyUnitsDocument,
  Console_WorkChangedDocument,
} from '../generated/graphql.ts';

/** What somebody looks at. */
export type Watched =
  | { readonly on: 'work' }
  | { readonly on: 'items' }
  | { readonly on: 'item' | 'meeting'; readonly id: string };

/** How often what is shown is read anew besides, for not every change is told. */
const everyMilliseconds = 10_000;
const lookers = new Set<() => void>();

/** Has all that is shown read anew, for something was done here that may change any of it. */
export function lookAgain(): void {
  for (const look of lookers) look();
}

/**
 * Calls back whenever what is looked at has changed, as the graph tells it; every ten seconds besides while the page is in
 * sight, and at once when it comes back.
 */
export function useLive(watched: Watched, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useChanges(watched, onChange);
  useEffect(() => {
    const look = () => changed();
    const lookInSight = () => {
      if (document.visibilityState === 'visible') changed();
    };
    const timer = setInterval(lookInSight, everyMilliseconds);
    document.addEventListener('visibilitychange', lookInSight);
    lookers.add(look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookInSight);
      lookers.delete(look);
    };
  }, []);
}

/** Listens for changes. A line that is refused or breaks off is no trouble of the person who looks. */
function useChanges(watched: Watched, onChange: () => void): void {
  const looksAtItems = watched.on === 'items' || watched.on === 'item';
  const [{ data: mine }] = useQuery({ query: Console_MyUnitsDocument, pause: !looksAtItems });
  const reached = mine?.viewer?.roles.find(({ scope }) => scope)?.scope ?? mine?.viewer?.orgs[0];
  const org = reached?.id ?? null;
  const id = watched.on === 'meeting' ? watched.id : '';
  const [work] = useSubscription({ query: Console_WorkChangedDocument, pause: watched.on !== 'work' });
  const [items] = useSubscription({
    query: Console_ItemsChangedDocument,
    variables: { org: org ?? '' },
    pause: !looksAtItems || org === null,
  });
  const [meeting] = useSubscription({
    query: Console_MeetingChangedDocument,
    variables: { id },
    pause: watched.on !== 'meeting',
  });
  const tell = useEffectEvent(onChange);
  const news = [work.data, items.data, meeting.data];
  useEffect(() => {
    if (news.some((each) => each !== undefined)) tell();
    // biome-ignore lint/correctness/useExhaustiveDependencies: what was told, and not the list of it
  }, news);
}
