import type { siteCategories } from '@chengqi/schemas/events/directory';

export type SiteCategory = (typeof siteCategories)[number];

export interface SiteFacts {
  readonly code: string;
  readonly name: string;
  readonly address: string | null;
  readonly category: SiteCategory;
  readonly keyPart: boolean;
  readonly capacity: number | null;
}

export interface Site extends SiteFacts {
  readonly id: string;
  readonly orgId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
