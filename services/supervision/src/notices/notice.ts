export type NoticeColor = 'BLUE' | 'YELLOW' | 'ORANGE' | 'RED';

export interface UrgeNotice {
  readonly id: string;
  readonly itemId: string;
  readonly color: NoticeColor;
  readonly serial: number;
  readonly toOrgId: string;
  readonly reason: string;
  readonly issuedById: string | null;
  readonly issuedAt: Date;
  readonly answerDueAt: Date;
  readonly answeredAt: Date | null;
  readonly answeredById: string | null;
  readonly answer: string | null;
}
