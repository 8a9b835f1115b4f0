/** So many askers are remembered at once; who was not seen for long has the whole allowance again anyway. */
const mostRemembered = 10_000;

/** What each asker may spend: a store that fills again with time (token bucket). */
export interface Allowance {
  /** Takes the cost, or answers after how many whole seconds it would be there; 0 means it was taken. */
  spend(asker: string, cost: number, now: number): number;
}

/** `most` may be spent at once, `perSecond` on and on. A cost above `most` is taken from a full store. */
export function createAllowance({ most, perSecond }: { readonly most: number; readonly perSecond: number }): Allowance {
  const stores = new Map<string, { left: number; at: number }>();
  return {
    spend(asker, cost, now) {
      const known = stores.get(asker) ?? { left: most, at: now };
      const left = Math.min(most, known.left + ((now - known.at) / 1000) * perSecond);
      const needed = Math.min(cost, most);
      if (stores.size >= mostRemembered && !stores.has(asker)) stores.clear();
      stores.set(asker, { left: left >= needed ? left - needed : left, at: now });
      return left >= needed ? 0 : Math.ceil((needed - left) / perSecond);
    },
  };
}
