import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { WarningMarkEntity } from './warning.entity.ts';
import { createWarningRules } from './warning.repository.ts';
import { lapse, warningAccess } from './warning.workflow.ts';

/** Looked at in one run; the next run goes on behind them. */
const atOnce = 200;

/** What units answered for is looked at again: where the reason is gone, so is the answer. */
export function warningTimer(foundation: Foundation): Timer {
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
