import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressOf, itemStates, lights, orders, type Place, placeOf, startOf, views, workKinds } from './place.ts';

const orNull = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);
const place: fc.Arbitrary<Place> = fc.record({
  view: fc.constantFrom(...views),
  id: orNull(['itm_0a1b', 'mtg_9', 'sup_01j9zz']),
  kind: orNull(workKinds),
  light: orNull(lights),
  state: orNull(itemStates),
  search: fc
    .array(fc.constantFrom('督', '〔', ' ', 'a', '&', '=', '%', '+', '#', '😀'), { maxLength: 50 })
    .map((characters) => characters.join('').trim()),
  order: fc.constantFrom(...orders),
});

describe('the address of the console', () => {
  it('keeps where somebody is, whatever that is', () => {
    fc.assert(
      fc.property(place, (somewhere) => {
        expect(placeOf(addressOf(somewhere))).toEqual(somewhere);
      }),
    );
  });

  it('says nothing that goes without saying, and reads nothing that it does not understand', () => {
    expect(addressOf(startOf('board'))).toBe('?view=board');
    expect(placeOf('')).toEqual(startOf('work'));
    expect(placeOf('?view=everything&id=../../graphql&kind=all&light=blue&state=GONE&order=random&q=%20%20')).toEqual(
      startOf('work'),
    );
  });

  it('is at most as long as the graph reads words to be found', () => {
    expect(placeOf(`?view=board&q=${'督'.repeat(80)}`).search).toBe('督'.repeat(50));
  });
});
