import type { Cell, Foundation, ImportInput, ImportPlan } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { createExtensionImport } from './extensions.import.ts';
import { createItemImport } from './items.import.ts';
import { createProgressImport } from './progress.import.ts';
import { createWeeklyReportImport } from './weekly-reports.import.ts';

/** The four files of an export that supervision takes, in the order in which they refer to each other. */
export function createImports(foundation: Foundation) {
  const take =
    <C extends Readonly<Record<string, Cell>>>(plan: ImportPlan<C>) =>
    (request: Request, input: ImportInput) =>
      foundation.office.importRows(request, input, plan);
  return {
    items: take(createItemImport(foundation)),
    progress: take(createProgressImport(foundation)),
    extensions: take(createExtensionImport(foundation)),
    weeklyReports: take(createWeeklyReportImport(foundation)),
  };
}
