/** One member that accepts what it gets, poll by poll, until it has had each record of the topic once. */
import { ShareConsumer } from '../../../src/client/index.ts';
import { Headway } from '../../client/headway.ts';
import { Seen, xorBelow } from '../../client/payload.ts';
import type { Marks, Outcome } from '../../load/measured-program.ts';
import type { Load } from './workload.ts';

export const SHARE_GROUP = 'bench-share';
const POLL_MS = 1000;
const nothing = Buffer.alloc(0);

/** The first half does not count: a JVM still compiles. */
export async function shareRecords({ bootstrap, topic, sizes, marks }: Load): Promise<Outcome> {
  const records = sizes.shareRecords;
  const consumer = new ShareConsumer({ bootstrapServers: bootstrap, groupId: SHARE_GROUP });
  consumer.subscribe(topic);
  const seen = new Seen();
  let counted = -1;
  const headway = new Headway();
  while (seen.count < records) {
    headway.check(() => `${seen.count} of ${records} records of ${topic} were acquired`);
    for (const { partition, value } of await consumer.poll(POLL_MS)) {
      seen.take(partition, value ?? nothing, true);
      headway.made();
    }
    if (counted >= 0 || seen.count < records / 2) continue;
    counted = seen.count;
    marks.begin();
  }
  const failed = (await consumer.commit()).find(({ error }) => error !== undefined);
  const used: ReturnType<Marks['end']> = marks.end();
  if (failed !== undefined) throw new Error(`not accepted: ${failed.error?.message ?? ''}`);
  if (seen.count !== records || seen.xor !== xorBelow(records)) throw new Error('not each record came once');
  await consumer.close();
  return { records: records - counted, acknowledged: records, ...used };
}
