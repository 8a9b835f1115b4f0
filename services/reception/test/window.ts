import { seedCounty } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { startTestService } from '@chengqi/service-kit/testing';
import { reception } from '../src/service.ts';

export type Window = Awaited<ReturnType<typeof openWindow>>;
type Input = Record<string, unknown>;

/** A Monday morning, 09:00 in the county. */
export const monday = '2026-09-14T01:00:00Z';

/** The reception service with its county, and short ways to ask it. */
export async function openWindow(dialect: Dialect, at = monday) {
  const service = await startTestService(reception, { dialect, at });
  const county = await seedCounty(service);

  async function send(name: string, input: Input, as: Viewer, selection: string) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    return service.execute(`mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input }, as);
  }

  return {
    service,
    ...county,
    /** The mutation's payload; a refusal fails the test. */
    async act(name: string, input: Input, as: Viewer, selection: string) {
      const { data, errors } = await send(name, input, as, selection);
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
      return data[name];
    },
    /** The refusal of a mutation. */
    async refusal(name: string, input: Input, as: Viewer) {
      const { errors } = await send(name, input, as, '__typename');
      return { ...errors?.[0]?.extensions, message: undefined, requestId: undefined };
    },
    async ask(query: string, variables: Input, as: Viewer) {
      const { data, errors } = await service.execute(query, variables, as);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    /** A batch of an export; answers the fate of each row. */
    async importFile(
      mutation: string,
      csv: { file: string; header: string[]; rows: string[][]; export?: string },
      as: Viewer,
    ) {
      const { file, header, rows } = csv;
      const input = {
        export: csv.export ?? 'county-month',
        file,
        header,
        rows: rows.map((values, index) => ({ record: index + 1, line: index + 2, values })),
      };
      const { data, errors } = await service.execute(
        `mutation ($input: ImportInput!) { ${mutation}(input: $input) { rows { key outcome remarks { column reason clean } } } }`,
        { input },
        as,
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data[mutation].rows;
    },
    [Symbol.asyncDispose]: () => service.close(),
  };
}
