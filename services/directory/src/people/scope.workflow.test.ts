import { describe, expect, it } from '@jest/globals';
import { scopeOf } from './scope.workflow.ts';

type Level = 'COUNTY' | 'TOWN' | 'DEPT' | 'DIVISION' | 'UNIT';

const unit = (id: string, level: Level, parentPath: string) => ({
  id,
  level,
  parentId: parentPath.split('/').filter(Boolean).at(-1) ?? null,
  path: `${parentPath}${id}/`,
});
const county = unit('county', 'COUNTY', '/');
const office = unit('office', 'DEPT', county.path);
const officeDivision = unit('officeDivision', 'DIVISION', office.path);
const officeTeam = unit('officeTeam', 'DIVISION', officeDivision.path);
const bureau = unit('bureau', 'DEPT', county.path);
const bureauDivision = unit('bureauDivision', 'DIVISION', bureau.path);
const bureauUnit = unit('bureauUnit', 'UNIT', bureau.path);
const town = unit('town', 'TOWN', county.path);
const townDivision = unit('townDivision', 'DIVISION', town.path);
const looseDivision = unit('looseDivision', 'DIVISION', county.path);
const lonelyOffice = unit('lonelyOffice', 'DEPT', '/');

const all = [
  county,
  office,
  officeDivision,
  officeTeam,
  bureau,
  bureauDivision,
  bureauUnit,
  town,
  townDivision,
  looseDivision,
  lonelyOffice,
];
const units = new Map(all.map((each) => [each.id, each]));
const directed = new Set(['office', 'lonelyOffice', 'town']);

describe('the reach of a post (DOMAIN 3.2)', () => {
  it.each([
    ['the county itself', county, 'county'],
    ['the department that holds the office director', office, 'county'],
    ['a division of that department', officeDivision, 'county'],
    ['a division below such a division', officeTeam, 'county'],
    ['another department', bureau, 'bureau'],
    ['a division of another department', bureauDivision, 'bureau'],
    ['a unit of a department, which is no division of it', bureauUnit, 'bureauUnit'],
    ['a town, whoever sits in it', town, 'town'],
    ['a division that hangs from a town', townDivision, 'townDivision'],
    ['a division that hangs from the county', looseDivision, 'looseDivision'],
    ['a directed department without anything above', lonelyOffice, 'lonelyOffice'],
  ])('%s', (_, where, scope) => {
    expect(scopeOf(where, units, (id) => directed.has(id))).toBe(scope);
  });

  it('falls back to the department once the office director is gone', () => {
    expect(scopeOf(officeDivision, units, () => false)).toBe('office');
  });
});
