/**
 * node open-and-close.ts BOOTSTRAP TOPIC GROUP
 *
 * Uses each kind of client once and closes it. Nothing here ends the process: it ends when nothing is left to wait for.
 */
import { Admin, Consumer, Producer } from '../../src/client/index.ts';

const [bootstrapServers = '', topic = '', groupId = ''] = process.argv.slice(2);
const common = { bootstrapServers };

const producer = new Producer(common);
await producer.send({ topic, value: 'x' });
const consumer = new Consumer({ ...common, groupId, autoOffsetReset: 'earliest' });
consumer.subscribe([topic]);
for await (const record of consumer) {
  if (record.offset === 0) break;
}
const admin = new Admin(common);
await admin.describeCluster();
await Promise.all([producer.close(), consumer.close(), admin.close()]);

const closedAt = performance.now();
process.on('exit', () => {
  const ms = performance.now() - closedAt;
  if (ms < 2000) return;
  console.log(`something kept the process for ${ms.toFixed(0)} ms after the last close`);
  process.exitCode = 1;
});
