import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { badInput, defineWorkflow, role } from '@chengqi/service-kit';
import type { Matter, MatterAction, MatterContent, MatterState } from './matter.ts';

/** Who answers for a unit's list; the SDL asks it of any post, the command of one over the unit. */
export const matterPublishers = ['ORG_HEAD', 'OFFICE_DIRECTOR'] as const;

const publishers = matterPublishers.map((name) => role<Matter>(name));
const wording = { states: words.values.ServiceMatterState, actions: words.values.ServiceMatterAction };

export const matterWorkflow = defineWorkflow<Matter, MatterState, MatterAction>(wording, [
  { from: 'PUBLISHED', action: 'REVISE', to: 'RETIRED', roles: publishers },
  { from: 'PUBLISHED', action: 'RETIRE', to: 'RETIRED', roles: publishers },
]);

export const matterAccess: Access<Matter, MatterState, MatterAction> = {
  type: 'ServiceMatter',
  roles: matterWorkflow.roles,
  workflow: matterWorkflow,
};

/** An edition ends where the next begins, and where the unit no longer serves the matter. */
export const retire = (_: Matter, { to, at }: Act<MatterState>): Decision<Matter> => ({
  changes: { status: to, retiredAt: at },
  events: [],
});

/** The edition after this one. */
export const nextEdition = (
  { ownerOrgId, secrecyLevel, code, edition }: Pick<Matter, 'ownerOrgId' | 'secrecyLevel' | 'code' | 'edition'>,
  { id, by, at, content }: { id: string; by: string | null; at: Date; content: MatterContent },
): Matter => ({
  ...{ ownerOrgId, secrecyLevel, code, ...content },
  id,
  status: 'PUBLISHED',
  version: 1,
  createdAt: at,
  updatedAt: at,
  edition: edition + 1,
  publishedById: by,
  retiredAt: null,
});

/**
 * One-time notices name what the list asks for: who is sent home for something that no list mentions was not told.
 * @throws DomainError BAD_USER_INPUT with the path of the first item that is no material of the matter
 */
export function assertMaterials({ materials }: Pick<Matter, 'materials'>, items: readonly string[]): void {
  const brought = materials.filter(({ sharedData }) => !sharedData).map(({ name }) => name);
  const foreign = items.findIndex((item) => !brought.includes(item));
  if (foreign < 0) return;
  throw badInput(
    `items.${foreign}`,
    {
      en: `Not among what the matter asks for: ${brought.join('; ')}.`,
      zh: `不属于该事项的申请材料，可选：${brought.join('；')}。`,
    },
    'R-3',
  );
}
