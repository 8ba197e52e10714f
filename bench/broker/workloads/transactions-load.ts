/** Transactional producers, as many as the sizes say: each begins its next transaction when the last one is committed. */
import { Producer } from '../../../src/client/index.ts';
import { Payload } from '../../client/payload.ts';
import type { Outcome } from '../../load/measured-program.ts';
import { timedWork } from './timed-work.ts';
import type { Load } from './workload.ts';

const RECORDS_PER_TRANSACTION = 100;
const RECORD_BYTES = 100;

export async function produceTransactions({ bootstrap, topic, sizes, marks }: Load): Promise<Outcome> {
  const payload = new Payload(RECORD_BYTES);
  const producers = Array.from(
    { length: sizes.transactionalProducers },
    (_, index) => new Producer({ bootstrapServers: bootstrap, transactionalId: `bench-${index}` }),
  );
  await Promise.all(producers.map((producer) => producer.initTransactions()));
  let next = 0;
  const record = (): { topic: string; key: Buffer; value: Buffer } => {
    const number = next++;
    return { topic, key: payload.key(number), value: payload.value(number) };
  };
  const outcome = await timedWork(sizes, marks, (tally) =>
    Promise.all(
      producers.map(async (producer) => {
        while (!tally.isOver) {
          const records = Array.from({ length: RECORDS_PER_TRANSACTION }, record);
          await producer.transaction((transaction) => transaction.sendBatch(records));
          tally.acknowledged += records.length;
        }
      }),
    ),
  );
  await Promise.all(producers.map((producer) => producer.close()));
  return outcome;
}
