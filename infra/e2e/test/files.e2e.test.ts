import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { provesOnTheSpot } from './on-the-spot.ts';
import { openOffice } from './open-office.ts';

it('the rechecker looks at the pictures of before and after, in the embedded office', async () => {
  await using opened = await openOffice();
  await provesOnTheSpot(opened.client);

  expect(readdirSync(join(opened.dataDir, 'files/security'))).toHaveLength(2);
  expect(existsSync(join(opened.dataDir, 'files/supervision'))).toBe(false);
});
