import type { Data } from '../client.ts';
import type { Cast } from './cast.ts';
import type { Decision, Parts } from './meeting.ts';
import type { PatientClient as Client } from './patient-client.ts';
import type { Stage } from './stage.ts';
import { printTree } from './tree.ts';

const lineageQuery = `query ($id: ID!) {
  resolution(id: $id) { lineage { complete nodes { id type state } edges { from to kind } } }
}`;

const loopTimeQuery = `query ($where: MetricFilter!) {
  loopTime: metric(name: "gov.loopTime.p50", where: $where) { total { value denominator } asOf lagSeconds }
  complete: metric(name: "gov.loopComplete", where: $where) { total { value numerator denominator } }
}`;

/** What analytics makes of the chain: the lineage as the director sees it, and the time the loop took as an analyst does. */
export async function showMeasures(
  stage: Stage,
  client: Client,
  cast: Cast,
  { office, director }: Parts,
  { resolutionId }: Decision,
): Promise<void> {
  const lineage = await stage.until('the lineage is complete', async () => {
    const { resolution } = await client.run(director.staffNo, lineageQuery, { id: resolutionId });
    return resolution?.lineage?.complete && (resolution.lineage as Data);
  });
  const typeOf = new Map<string, string>(lineage.nodes.map(({ id, type }: Data) => [id, type]));
  for (const { from, to, kind } of lineage.edges) stage.say(`      ${typeOf.get(from)} ${kind} ${typeOf.get(to)}`);
  const analyst = cast.seek('ANALYST', { over: office }) ?? director;
  const day = 86_400_000;
  const where = {
    from: new Date(Date.now() - day).toISOString(),
    to: new Date(Date.now() + day).toISOString(),
  };
  const measured = await stage.until('the loop is measured', async () => {
    const data = await client.run(analyst.staffNo, loopTimeQuery, { where });
    return data.loopTime.total.value !== null && data;
  });
  stage.say('');
  printTree({ 'gov.loopTime.p50 (days)': measured.loopTime, 'gov.loopComplete': measured.complete });
}
