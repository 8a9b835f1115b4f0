import type { Foundation } from '@chengqi/office-kernel';
import type { ServiceKit, Timer } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { ToldWarningEntity, WarningMarkEntity } from './warning.entity.ts';
import { createWarningRules } from './warning.repository.ts';
import { type ToldWarning, toldAt } from './warning.ts';
import { lapse, raise, warningAccess } from './warning.workflow.ts';

/** Looked at in one run; the next run goes on behind them. */
const atOnce = 200;

/** What units answered for is looked at again: where the reason is gone, so is the answer. */
function lapsing(foundation: Foundation): Timer {
  const { kit, office } = foundation;
  const { stillFound } = createWarningRules(foundation);
  let afterId = '';
  return {
    name: 'early-warnings',
    everySeconds: 60,
    async run(tx) {
      const marks = await tx.manager
        .getRepository(WarningMarkEntity)
        .createQueryBuilder('w')
        .where(`w.status <> 'NEW' AND w.id > :afterId`, { afterId })
        .orderBy('w.id')
        .limit(atOnce)
        .getMany();
      const lasting = await stillFound(marks, tx.now);
      for (const row of marks) {
        if (lasting.has(row.id)) continue;
        await office.actAsSystem(tx, { entity: WarningMarkEntity, access: warningAccess, action: 'LAPSE', row }, lapse);
      }
      const last = marks.length < atOnce ? '' : (marks.at(-1)?.id ?? '');
      kit.db.afterCommit(() => {
        afterId = last;
      });
    },
  };
}

/** A busy office has always some events on their way. */
const fewEvents = 100;

/** Facts of topics that are still being read would warn of what was put right long ago. */
const isUpToDate = async ({ backlog }: ServiceKit): Promise<boolean> =>
  Object.values(await backlog()).every((waiting) => waiting >= 0 && waiting < fewEvents);

/**
 * What stands is told, once while its reason lasts: the most pressing first, some at a time. Of two instances that tell
 * the same the key of the table lets one. The tables of a rebuild tell nobody: what they note goes when they take the place.
 */
function telling(foundation: Foundation): Timer {
  const { kit } = foundation;
  const { notTold, stillFound } = createWarningRules(foundation);
  let afterId = '';
  return {
    name: 'told-warnings',
    everySeconds: 600,
    async run(tx) {
      if (!(await isUpToDate(kit))) return;
      const rows = tx.manager.getRepository<ToldWarning>(ToldWarningEntity);
      const told = await rows
        .createQueryBuilder('t')
        .where('t.id > :afterId', { afterId })
        .orderBy('t.id')
        .limit(atOnce)
        .getMany();
      const lasting = await stillFound(told, tx.now);
      const gone = told.flatMap(({ id }) => (lasting.has(id) ? [] : [id]));
      if (gone.length > 0) await rows.delete({ id: In(gone) });
      const found = await notTold(atOnce, tx.now);
      if (found.length > 0) {
        await tx.insertAll(
          ToldWarningEntity,
          found.map((warning) => toldAt(warning, tx.now)),
        );
        await tx.append(found.map((warning) => raise(warning, tx.now)));
      }
      const last = told.length < atOnce ? '' : (told.at(-1)?.id ?? '');
      kit.db.afterCommit(() => {
        afterId = last;
      });
    },
  };
}

/** What the clock does with warnings. */
export const warningTimers = (foundation: Foundation): Timer[] => [lapsing(foundation), telling(foundation)];
