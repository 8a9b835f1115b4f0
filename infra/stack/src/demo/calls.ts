import type { Clock } from '@chengqi/service-kit';
import type { Desk } from '../client.ts';
import { calls, duty } from './county.ts';

const minute = 60_000;

/** What the exchange recorded since midnight: the same for the whole day, so that a load that goes on enters it once. */
export async function recordCalls(exchange: Desk, clock: Clock): Promise<void> {
  const midnight = new Date(`${clock.today()}T00:00:00+08:00`).getTime();
  const legs = calls.flatMap(([minutes, callerNumber, seconds, answered], index) => {
    const ringAt = midnight + minutes * minute;
    const endAt = ringAt + (answered ? seconds + 95 : seconds) * 1000;
    if (endAt > clock.now().getTime()) return [];
    const callRef = `YX-${clock.today()}-${index + 1}`;
    return [
      {
        cdrNo: `${callRef}-1`,
        callRef,
        lineNo: duty.phone,
        direction: 'IN',
        callerNumber,
        calledNumber: duty.phone,
        hop: 1,
        ringAt: new Date(ringAt).toISOString(),
        answerAt: answered ? new Date(ringAt + seconds * 1000).toISOString() : null,
        endAt: new Date(endAt).toISOString(),
        cause: answered ? 'NORMAL' : 'NO_ANSWER',
      },
    ];
  });
  if (legs.length === 0) return;
  await exchange.act(
    'mutation Demo_RecordCalls($input: ImportCdrInput!) { importCdr(input: $input) { calls { id } } }',
    { input: { legs } },
  );
}
