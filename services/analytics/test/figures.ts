import { type County, seedCounty } from '@chengqi/office-kernel/testing';
import type { EventContract, ServiceName } from '@chengqi/schemas';
import { type Dialect, type Operation, systemIds, type Viewer } from '@chengqi/service-kit';
import { startTestService } from '@chengqi/service-kit/testing';
import type { MetricFilter, MetricQueryInput } from '../src/generated/graphql.ts';
import { analytics } from '../src/service.ts';
import { anEvent, type Told } from './matters.ts';

export type Figures = Awaited<ReturnType<typeof startFigures>>;

/** September 2026 in the zone of the office. */
export const september = { from: '2026-08-31T16:00:00Z', to: '2026-09-30T16:00:00Z' };

type Given<T> = Omit<T, 'from' | 'to'> & { from?: string; to?: string };
interface AskedFigure {
  readonly where?: Partial<Given<MetricFilter>>;
  readonly by?: MetricQueryInput['by'];
  readonly grain?: MetricQueryInput['grain'];
  readonly asOf?: string;
  readonly as?: Viewer;
}

const point = 'period { label from to } dims { dimension value org { id } } value numerator denominator suppressed';

/** The service with a county and an analyst, and the figures it answers. */
export async function startFigures(
  dialect: Dialect,
  at = '2026-10-12T02:00:00Z',
  systemAnswers?: (owner: ServiceName, operation: Operation) => Record<string, unknown>,
) {
  const office = await startTestService(analytics, { dialect, at, ...(systemAnswers && { systemAnswers }) });
  const county = await seedCounty(office);
  const analyst = viewerOf(county, ['ANALYST'], county.orgs.county.id);
  const sequences = new Map<string, number>();

  /** An event from its owner's topic. */
  async function told<Data>(contract: EventContract<Data>, subject: string, data: NoInfer<Data>, options: Told = {}) {
    const sequence = (sequences.get(subject) ?? 0) + 1;
    sequences.set(subject, sequence);
    const now = office.clock.now().toISOString();
    await office.redeliver(anEvent(contract, subject, data, { at: now, ...options }, sequence));
  }

  async function metric(name: string, { where = {}, as = analyst, ...rest }: AskedFigure = {}, asked = defaultAsked) {
    const { data, errors } = await office.execute(
      `query ($name: String!, $where: MetricFilter!, $by: [MetricDimension!], $grain: MetricGrain, $asOf: DateTime) {
        metric(name: $name, where: $where, by: $by, grain: $grain, asOf: $asOf) { ${asked} } }`,
      { name, where: { ...september, ...where }, ...rest },
      as,
    );
    return errors ? errors[0].extensions : data.metric;
  }

  async function table(
    input: Omit<Partial<MetricQueryInput>, 'where' | 'asOf'> & { where?: Partial<Given<MetricFilter>>; asOf?: string },
    as = analyst,
  ) {
    const { data, errors } = await office.execute(
      `query ($input: MetricQueryInput!) { metricQuery(input: $input) {
        columns { name role } totalRows truncated asOf lagSeconds
        rows { period { label } dims { dimension value } cells { metric value numerator denominator suppressed } } } }`,
      { input: { ...input, where: { ...september, ...input.where } } },
      as,
    );
    return errors ? errors[0].extensions : data.metricQuery;
  }

  return { ...office, ...county, analyst, told, metric, table };
}

const defaultAsked = `points { ${point} } total { ${point} } restatements { day at } asOf lagSeconds`;

/** Somebody with one post. */
export const viewerOf = (county: County, roles: readonly string[], orgId: string | null): Viewer => ({
  kind: 'person',
  personId: systemIds.next('psn'),
  staffNo: 'T1',
  posts: [{ orgId: orgId ?? county.orgs.county.id, scopeOrgId: orgId, roles: [...roles] }],
  clearance: 'INTERNAL',
  onBehalfOf: null,
});

export const idOf = (prefix: string): string => systemIds.next(prefix);
