/** Each connection sends one small request, takes the answer and waits for its next turn; turns are spread over time. */
import { buildBatches, checkPartitions, PRODUCE, produceMessage } from '../../client/wire-topic.ts';
import { Payload } from '../../client/payload.ts';
import { Wire } from '../../client/wire.ts';
import type { Outcome } from '../../load/measured-program.ts';
import { pause, timedWork } from './timed-work.ts';
import type { Load } from './workload.ts';

export const RECORDS_PER_REQUEST = 10;
const RECORD_BYTES = 100;
/** Between the turns of one connection: a thousand of them make two thousand requests a second. */
const TURN_SECONDS = 0.5;
const OPENED_AT_A_TIME = 50;

export async function produceFromManyConnections({ bootstrap, topic, sizes, marks }: Load): Promise<Outcome> {
  const wires: Wire[] = [];
  while (wires.length < sizes.connections) {
    const count = Math.min(OPENED_AT_A_TIME, sizes.connections - wires.length);
    wires.push(...(await Promise.all(Array.from({ length: count }, () => Wire.open(bootstrap)))));
  }
  const { batches } = buildBatches(new Payload(RECORD_BYTES), 0, RECORDS_PER_REQUEST, Infinity);
  const message = produceMessage(topic, batches);
  const outcome = await timedWork(sizes, marks, (tally) =>
    Promise.all(
      wires.map(async (wire, index) => {
        const frame = wire.encode(PRODUCE, message);
        await pause((index / wires.length) * TURN_SECONDS);
        while (!tally.isOver) {
          const sentAt = performance.now();
          const { responses } = wire.decode(PRODUCE, await wire.exchange(frame));
          checkPartitions(responses[0]?.partitionResponses);
          tally.latencies.push(performance.now() - sentAt);
          tally.acknowledged += RECORDS_PER_REQUEST;
          await pause(TURN_SECONDS);
        }
      }),
    ),
  );
  for (const wire of wires) wire.close();
  return outcome;
}
