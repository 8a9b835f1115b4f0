import type { ServiceKit } from '@chengqi/service-kit';

const owners = { Resolution: 'meetings', Instruction: 'documents' } as const;

/**
 * The texts of classified decisions, which never travel in events; empty where the owner does not answer. Call it outside
 * transactions.
 */
export async function decisionTexts(
  kit: ServiceKit,
  type: keyof typeof owners,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const references = ids.map((id) => ({ __typename: type, id }));
  try {
    const found = await kit.readAsSystem(owners[type], references, 'text');
    return new Map(
      ids.flatMap((id, index) => {
        const text = found[index]?.text;
        return typeof text === 'string' ? [[id, text] as const] : [];
      }),
    );
  } catch (error) {
    kit.log.warn({ err: error, type }, 'the owner did not answer for the texts of decisions');
    return new Map();
  }
}
