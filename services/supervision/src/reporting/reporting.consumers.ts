import type { Foundation } from '@chengqi/office-kernel';
import { calendarPublished } from '@chengqi/schemas/events/directory';
import { type Consumer, on } from '@chengqi/service-kit';
import { ReportingDutyEntity } from './reporting.entity.ts';
import type { ReportingDuty } from './reporting.ts';
import { createSchedule } from './schedule.commands.ts';

/** Other working days move the limits of reports that are still to come. */
export function createReportingConsumers(foundation: Foundation): Consumer[] {
  const { retime } = createSchedule(foundation);
  return [
    on(
      calendarPublished,
      async (_, tx) => {
        const days = await foundation.office.calendar.daysIn(tx.manager);
        const active = await tx.manager.getRepository<ReportingDuty>(ReportingDutyEntity).findBy({ active: true });
        for (const duty of active) await retime(tx, duty, days);
      },
      { imported: true },
    ),
  ];
}
