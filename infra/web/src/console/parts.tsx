import { type ReactNode, useMemo } from 'react';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { ConsoleItemPartsFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { Known } from './act-form.tsx';
import { createTexts } from './texts.ts';

export type Parted = FragmentType<typeof ConsoleItemPartsFragmentDoc>;

/** What of an item an act may be about: parts of units, steps, obstacles, notices, wishes for more time. */
export function useParts(item: Parted): Known['choices'] {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { assignments, milestones, obstacles, notices, extensions } = readFragment(ConsoleItemPartsFragmentDoc, item);
  const said = words.console.itemParts;
  const nameOf = (org: { readonly name: string } | null | undefined) => org?.name ?? words.console.unknown;
  return {
    assignmentId: assignments.map(({ id, org, lead, state }) => ({
      id,
      label: `${nameOf(org)} · ${lead ? said.leads : said.helps}`,
      state,
    })),
    toOrgId: assignments.flatMap(({ org, state }) =>
      org && (state === 'SENT' || state === 'WORKING') ? [{ id: org.id, label: org.name, state }] : [],
    ),
    milestoneId: milestones.map(({ id, name, doneAt, droppedAt }) => ({
      id,
      label: name,
      state: doneAt || droppedAt ? 'OVER' : 'OPEN',
    })),
    obstacleId: obstacles.map(({ id, kind, description, state }) => ({
      id,
      label: `${enumWord('ObstacleKind', kind, language)} · ${description.slice(0, 40)}`,
      state,
    })),
    noticeId: notices.map(({ id, serial, color, answeredAt }) => ({
      id,
      label: said.notice(serial, enumWord('NoticeColor', color, language)),
      state: answeredAt ? 'OVER' : 'OPEN',
    })),
    extensionId: extensions.map(({ id, toDueOn, decision }) => ({
      id,
      label: said.until(texts.day(toDueOn)),
      state: decision,
    })),
  };
}

/** Who works on an item, by which steps, and what stands in the way. */
export function Parts({ item }: { readonly item: Parted }) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { assignments, milestones, obstacles, notices, extensions } = readFragment(ConsoleItemPartsFragmentDoc, item);
  const said = words.console.itemParts;
  const due = (day: string | null | undefined) => (day ? words.console.board.due(texts.day(day)) : null);
  return (
    <>
      <Part title={said.units}>
        {assignments.map(({ id, org, lead, state, progressPercent, dueOn, handler, dispute }) => (
          <Line
            key={id}
            name={org?.name ?? words.console.unknown}
            more={[
              lead ? said.leads : said.helps,
              enumWord('AssignmentState', state, language),
              words.console.board.progress(progressPercent),
              due(dueOn),
              handler?.name,
              dispute && enumWord('DisputeDecision', dispute.decision, language),
            ]}
            text={dispute?.reason}
          />
        ))}
      </Part>
      <Part title={said.steps}>
        {milestones.map(({ id, name, dueOn, weightPercent, doneAt, droppedAt }) => (
          <Line
            key={id}
            name={name}
            more={[
              said.share(weightPercent),
              doneAt ? said.reached(texts.moment(doneAt)) : droppedAt ? said.dropped : due(dueOn),
            ]}
          />
        ))}
      </Part>
      <Part title={said.obstacles}>
        {obstacles.map(({ id, kind, state, description, resolution }) => (
          <Line
            key={id}
            name={enumWord('ObstacleKind', kind, language)}
            more={[enumWord('ObstacleState', state, language)]}
            text={resolution ?? description}
          />
        ))}
      </Part>
      <Part title={said.notices}>
        {notices.map(({ id, serial, color, toOrg, reason, answerDueOn, answer, answeredAt }) => (
          <Line
            key={id}
            name={said.notice(serial, enumWord('NoticeColor', color, language))}
            more={[toOrg?.name, answeredAt ? said.answered(texts.moment(answeredAt)) : due(answerDueOn)]}
            text={answer ?? reason}
          />
        ))}
      </Part>
      <Part title={said.extensions}>
        {extensions.map(({ id, toDueOn, decision, reason, refusal }) => (
          <Line
            key={id}
            name={said.until(texts.day(toDueOn))}
            more={[enumWord('ExtensionDecision', decision, language)]}
            text={refusal ?? reason}
          />
        ))}
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly children: readonly ReactNode[];
}

/** Nothing where there is none of a kind. */
function Part({ title, children }: PartProps) {
  if (children.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="parted">{children}</ul>
    </>
  );
}

interface LineProps {
  readonly name: string;
  readonly more: readonly (string | null | undefined)[];
  readonly text?: string | null | undefined;
}

const Line = ({ name, more, text }: LineProps) => (
  <li>
    <p>
      <strong>{name}</strong> <small>{more.filter(Boolean).join(' · ')}</small>
    </p>
    {text && <p>{text}</p>}
  </li>
);
