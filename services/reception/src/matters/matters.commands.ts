import { codeOf, type Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  eachOf,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  optionalLine,
  optionalText,
  type Request,
} from '@chengqi/service-kit';
import type {
  PublishMatterInput,
  RetireMatterInput,
  ReviseMatterInput,
  ServiceMatterContentInput,
} from '../generated/graphql.ts';
import { MatterEntity } from './matter.entity.ts';
import { lastEdition } from './matter.repository.ts';
import type { Material, MatterAction, MatterContent } from './matter.ts';
import { matterAccess, matterPublishers, nextEdition, retire } from './matter.workflow.ts';

/** The lists of what units serve. */
export function createMatterCommands({ kit, office }: Foundation) {
  const on = <I extends { readonly matterId: string }>(
    request: Request,
    name: string,
    input: I,
    action: MatterAction,
  ) => ({
    ...{ request, name, input, action, id: input.matterId },
    ...{ entity: MatterEntity, access: matterAccess },
  });

  return {
    /** A number that was retired may be taken up again; its editions count on. */
    publishMatter: (request: Request, input: PublishMatterInput) =>
      office.create({ request, name: 'publishMatter', input, entity: MatterEntity }, async (tx) => {
        const { orgId: ownerOrgId } = input;
        const role = matterPublishers.find((name) => request.actor.holds(name, ownerOrgId));
        if (role === undefined) throw forbidden();
        await office.orgs.requireActive(tx, 'orgId', ownerOrgId);
        const { code, content } = fieldsOf({
          code: () => codeOf('code', input.code, 64),
          content: () => contentOf(input.content),
        });
        const known = await lastEdition(tx.manager, ownerOrgId, code);
        if (known?.status === 'PUBLISHED') {
          throw duplicate(known.id, { en: 'The list has this number already.', zh: '清单中已有该事项编码。' });
        }
        const before = { ownerOrgId, code, secrecyLevel: 'PUBLIC' as const, edition: known?.edition ?? 0 };
        const made = { id: kit.ids.next('mat'), by: request.actor.personId, at: tx.now, content };
        return { row: nextEdition(before, made), events: [], role };
      }),

    /** Answers the new edition. */
    reviseMatter: (request: Request, input: ReviseMatterInput) =>
      office.act(on(request, 'reviseMatter', input, 'REVISE'), async (matter, act, tx) => {
        const content = contentOf(input.content);
        const next = nextEdition(matter, { ...act, id: kit.ids.next('mat'), content });
        await tx.insert(MatterEntity, next);
        return { ...retire(matter, act), answer: next.id };
      }),

    retireMatter: (request: Request, input: RetireMatterInput) =>
      office.act(on(request, 'retireMatter', input, 'RETIRE'), (matter, act) => ({
        reason: lineOf('reason', input.reason, 500),
        ...retire(matter, act),
      })),
  };
}

const contentOf = (input: ServiceMatterContentInput): MatterContent => {
  const legalDays = () => numberOf('content.legalDays', input.legalDays, 1, 250);
  return fieldsOf({
    name: () => lineOf('content.name', input.name, 200),
    materials: () => materialsOf(input),
    legalDays,
    promisedDays: () => promisedOf(input),
    fee: () => optionalLine('content.fee', input.fee, 200),
    onSiteTimes: () => numberOf('content.onSiteTimes', input.onSiteTimes ?? 1, 0, 9),
    guide: () => optionalText('content.guide', input.guide, 4000),
    channels: () => channelsOf(input),
  });
};

function promisedOf({ promisedDays, legalDays }: ServiceMatterContentInput): number {
  const promised = numberOf('content.promisedDays', promisedDays, 1, 250);
  if (promised <= legalDays) return promised;
  throw badInput('content.promisedDays', {
    en: 'A unit promises at most what the law allows.',
    zh: '承诺时限不得超过法定时限。',
  });
}

function channelsOf({ channels }: ServiceMatterContentInput): MatterContent['channels'] {
  const distinct = [...new Set(channels)];
  if (distinct.length > 0) return distinct;
  throw badInput('content.channels', { en: 'At least one way to apply.', zh: '至少填写一种办理渠道。' });
}

function materialsOf({ materials }: ServiceMatterContentInput): Material[] {
  const read = eachOf('content.materials', materials, { max: 50 }, (material, path) => ({
    required: material.required ?? true,
    sharedData: material.sharedData ?? false,
    ...fieldsOf({
      name: () => lineOf(`${path}.name`, material.name, 200),
      form: () => optionalLine(`${path}.form`, material.form, 100),
    }),
  }));
  const twice = read.findIndex(({ name }, index) => read.findIndex((other) => other.name === name) < index);
  if (twice < 0) return read;
  throw badInput(`content.materials.${twice}.name`, { en: 'This name is there already.', zh: '材料名称重复。' });
}
