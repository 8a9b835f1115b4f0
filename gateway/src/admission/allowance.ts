/** So many askers are remembered at once; who was not seen for long has the whole allowance again anyway. */
const mostRemembered = 10_000;

/** What each asker may spend: a store that fills again with time (token bucket). */
export interface Allowance {
  /** Takes the cost, or answers after how many whole seconds it would be there; 0 means it was taken. */
  spend(asker: string, cost: number, now: number): number;
}

/** `most` may be spent at once, `perSecond` on and on. A cost above `most` is taken from a full store. */
export function createAllowance({ most, perSecond }: { readonly most: number; readonly perSecond: number }): Allowance {
  // In thousandths, whole numbers: what comes back in a millisecond is no fraction that rounds up to another second.
  const full = most * 1000;
  const stores = new Map<string, { left: number; at: number }>();
  return {
    spend(asker, cost, now) {
      const known = stores.get(asker) ?? { left: full, at: now };
      const left = Math.min(full, known.left + (now - known.at) * perSecond);
      const needed = Math.min(cost * 1000, full);
      if (stores.size >= mostRemembered && !stores.has(asker)) stores.clear();
      stores.set(asker, { left: left >= needed ? left - needed : left, at: now });
      return left >= needed ? 0 : Math.ceil((needed - left) / (perSecond * 1000));
    },
  };
}
