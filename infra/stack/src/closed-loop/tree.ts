import type { Data } from '../client.ts';

/** Prints an answer as a tree, one line a value; empty values are left out. */
export function printTree(value: Data, indent = ''): void {
  for (const [name, inner] of Object.entries(value as Record<string, Data>)) {
    if (inner === null || name === '__typename') continue;
    if (Array.isArray(inner)) {
      for (const [index, entry] of inner.entries()) {
        if (typeof entry !== 'object') console.log(`${indent}${name}: ${entry}`);
        else {
          console.log(`${indent}${name} ${index + 1}`);
          printTree(entry, `${indent}  `);
        }
      }
    } else if (typeof inner === 'object') {
      console.log(`${indent}${name}`);
      printTree(inner, `${indent}  `);
    } else console.log(`${indent}${name}: ${inner}`);
  }
}

/** What a complete chain still lacks; empty when nothing. `caseCode` names the case that told of the hazard, if one did. */
export function missingOf(data: Data, resolutionCode: string, caseCode: string | null): string[] {
  const { meeting } = data;
  const resolution = meeting?.resolutions.find(({ code }: Data) => code === resolutionCode);
  const item = resolution?.supervisionItem;
  const hazard = item?.hazards[0]?.hazard;
  const document = meeting?.minutes?.issuedDocument;
  const results = (hazard?.rechecks ?? []).map(({ result }: Data) => result);
  const checks: [boolean, string][] = [
    [resolution?.state === 'IMPLEMENTED', `resolution is ${resolution?.state}, not IMPLEMENTED`],
    [item?.state === 'FILED', `item is ${item?.state}, not FILED`],
    [hazard?.state === 'CLOSED', `hazard is ${hazard?.state}, not CLOSED`],
    [results.includes('FAIL') && results.includes('PASS'), `rechecks are ${results.join(', ')}`],
    [(hazard?.reportedIn?.code ?? null) === caseCode, `the hazard was reported in ${hazard?.reportedIn?.code}`],
    [caseCode === null || hazard?.reportedIn?.rating?.score === 5, 'the case is not rated'],
    [Boolean(document?.docNumber), 'the minutes have no number'],
    [Boolean(document?.archiveRecord?.archivalCode), 'the minutes are not filed'],
    [Boolean(item?.archiveRecord?.archivalCode), 'the item is not filed'],
    [Boolean(hazard?.archiveRecord?.archivalCode), 'the hazard is not filed'],
  ];
  return checks.flatMap(([holds, text]) => (holds ? [] : [text]));
}
