/** The worst first: an item stores the place in this list. */
export const lights = ['RED', 'YELLOW', 'GREEN', 'NONE'] as const;
export type Light = (typeof lights)[number];

export type LightReason =
  | 'NOT_REGISTERED'
  | 'CLOSED_OR_SUSPENDED'
  | 'PAST_DUE'
  | 'MILESTONE_LATE'
  | 'TWO_FEEDBACKS_MISSED'
  | 'RED_NOTICE_OPEN'
  | 'DUE_WITHIN_3_WORKING_DAYS'
  | 'BEHIND_SCHEDULE'
  | 'FEEDBACK_MISSED'
  | 'VERIFICATION_FAILED'
  | 'OBSTACLE_OPEN_LONG';

export interface LightVerdict {
  readonly light: Light;
  readonly reason: LightReason | null;
}

const words: Readonly<Record<LightReason, { readonly en: string; readonly zh: string }>> = {
  NOT_REGISTERED: { en: 'Not registered yet', zh: '尚未立项' },
  CLOSED_OR_SUSPENDED: { en: 'Closed or suspended', zh: '已办结或已中止' },
  PAST_DUE: { en: 'Past the limit', zh: '已超过办理时限' },
  MILESTONE_LATE: { en: 'A milestone is late by more than five working days', zh: '节点逾期超过五个工作日' },
  TWO_FEEDBACKS_MISSED: { en: 'Two feedbacks in a row are missing', zh: '连续两期未反馈' },
  RED_NOTICE_OPEN: { en: 'A red notice is unanswered', zh: '红色督办单尚未答复' },
  DUE_WITHIN_3_WORKING_DAYS: { en: 'Due within three working days', zh: '距时限不足三个工作日' },
  BEHIND_SCHEDULE: { en: 'Progress is behind the time elapsed', zh: '进度滞后于时间' },
  FEEDBACK_MISSED: { en: 'One feedback is missing', zh: '一期未反馈' },
  VERIFICATION_FAILED: { en: 'A verification failed', zh: '核查未通过' },
  OBSTACLE_OPEN_LONG: { en: 'An obstacle is open for more than five working days', zh: '梗阻超过五个工作日未解决' },
};
const onCourse = { en: 'On course', zh: '正常推进' };

/** Why the light is what it is, as people say it. */
export const lightText = (reason: LightReason | null, language: 'en' | 'zh'): string =>
  (reason === null ? onCourse : words[reason])[language];
