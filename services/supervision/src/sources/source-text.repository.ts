import type { ServiceKit } from '@chengqi/service-kit';

/** The texts of classified resolutions, which never travel in events; empty where the owner does not answer. Call it outside transactions. */
export async function resolutionTexts(kit: ServiceKit, ids: readonly string[]): Promise<Map<string, string>> {
  const references = ids.map((id) => ({ __typename: 'Resolution', id }));
  try {
    const found = await kit.readAsSystem('meetings', references, 'text');
    return new Map(
      ids.flatMap((id, index) => {
        const text = found[index]?.text;
        return typeof text === 'string' ? [[id, text] as const] : [];
      }),
    );
  } catch (error) {
    kit.log.warn({ err: error }, 'meetings did not answer for the texts of resolutions');
    return new Map();
  }
}
