import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { defineWorkflow, role } from '@chengqi/service-kit';
import type { FocusAction, FocusState, FocusTopic } from './focus-topic.ts';

/** Who watches topics. */
export const topicMakers = ['SUPERVISOR', 'OFFICE_DIRECTOR'] as const;

const wording = { states: words.values.FocusState, actions: words.values.FocusAction };
const every = ['WATCHING', 'FOCUS', 'SUPERVISED', 'COOLED'] as const;

/** People say what is watched; what becomes of it follows from its heat and its items. */
export const topicWorkflow = defineWorkflow<FocusTopic, FocusState, FocusAction>(
  wording,
  every.map((state) => ({
    from: state,
    action: 'CHANGE' as const,
    to: state,
    roles: topicMakers.map((maker) => role<FocusTopic>(maker)),
  })),
);

export const topicAccess: Access<FocusTopic, FocusState, FocusAction> = {
  type: 'FocusTopic',
  roles: topicWorkflow.roles,
  workflow: topicWorkflow,
};
