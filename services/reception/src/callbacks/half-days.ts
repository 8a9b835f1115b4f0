/** Mornings and afternoons of the office's zone, by a name of their own. */
export function halfDays(zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const half = Number(part.get('hour')) < 12 ? 'AM' : 'PM';
    return `${part.get('year')}-${part.get('month')}-${part.get('day')} ${half}`;
  };
}
