/**
 * The duties of the office that figures serve, by their numbers in DOMAIN 9: of a family, and of a figure that serves
 * others than its family does.
 */
const served: Readonly<Record<string, readonly number[]>> = {
  doc: [6, 7, 21],
  'doc.signInLag': [7],
  'doc.received': [7],
  arc: [6, 49],
  sec: [8],
  bul: [17, 19, 33],
  adv: [3, 16, 24, 31],
  mtg: [21, 48],
  'mtg.resolutionImplemented': [34, 54],
  sup: [34, 54],
  'sup.proactive': [29, 39],
  'sup.decisionCoverage': [34, 41],
  'sup.focusTopics': [35],
  'sup.focusCoverage': [35],
  'sup.focusAnswer': [35],
  'sup.obstacles': [36, 38],
  'sup.obstaclesOpen': [36],
  'sup.obstacleDwell': [36, 38],
  'sup.blockedBy': [36],
  'sup.blanks': [37],
  'sup.blankFilled': [37],
  'sup.blankRate': [37],
  'sup.firstPassVerify': [38, 43, 54],
  'sup.truth': [29, 54],
  'sup.relapse': [38, 54],
  crd: [11, 40, 45],
  rep: [12, 47],
  haz: [13, 51],
  'haz.recurrence': [31, 51],
  ins: [11, 51],
  inc: [14],
  duty: [9],
  'duty.balance': [9, 46],
  call: [53],
  case: [20, 21],
  'case.oneTrip': [22],
  'case.secondSupplement': [22],
  'case.repeat': [20, 31],
  pet: [20],
  dsp: [45, 52],
  vis: [10],
  que: [10, 20],
  sat: [56],
  'sat.leader': [42, 56],
  gov: [5, 34, 54],
  'gov.followed': [34, 41],
};

/** The numbers that the name, or the longest beginning of it, serves. */
export function dutiesOf(name: string): readonly number[] {
  const parts = name.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = served[parts.slice(0, length).join('.')];
    if (found) return found;
  }
  throw new Error(`${name} serves no duty of the office`);
}
