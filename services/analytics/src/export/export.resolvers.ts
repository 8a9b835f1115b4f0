import type { ExportFormat } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { MetricTable } from '../metrics/metric-table.ts';
import { csvOf, parquetOf, xlsxOf } from './metric-file.ts';

interface FileFormat {
  readonly extension: string;
  readonly mimeType: string;
  readonly write: (table: MetricTable) => Buffer | Promise<Buffer>;
}

const formats: Record<ExportFormat, FileFormat> = {
  CSV: { extension: 'csv', mimeType: 'text/csv; charset=utf-8', write: csvOf },
  XLSX: {
    extension: 'xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: xlsxOf,
  },
  PARQUET: { extension: 'parquet', mimeType: 'application/vnd.apache.parquet', write: parquetOf },
};

const mostRows = 100_000;

export const exportResolvers = {
  Query: {
    metricExport: async (_, { input, format }, context) => {
      const table = await context.metricQuery(context, { ...input, limit: input.limit ?? mostRows });
      const { extension, mimeType, write } = formats[format];
      return {
        fileName: `figures-${context.kit.clock.today(input.where.from)}.${extension}`,
        mimeType,
        base64: (await write(table)).toString('base64'),
        rows: table.rows.length,
      };
    },
  },
} satisfies Resolvers;
