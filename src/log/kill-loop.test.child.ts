/** The process that `kill-loop.test.ts` kills: a log manager on the real disk that appends what its parent sends and answers when it is durable. */
import { createNodeEnv } from '#kernel/node';
import { defaultLogManagerSettings, LogManager } from './index.ts';
import type { Answer, Produce } from './kill-loop.test.ts';
import { configOf, TOPIC_ID } from './log.test.support.ts';

const directory = process.argv[2]!;
const config = configOf({ 'internal.segment.bytes': '20000', 'retention.bytes': '-1', 'retention.ms': '-1' });
const env = createNodeEnv({ logger: { level: 'error' } });
const manager = await LogManager.open(env, {
  directories: [directory],
  nodeId: 1,
  topicConfig: () => config,
  settings: { ...defaultLogManagerSettings, recoveryPointCheckpointIntervalMs: 20 },
});
const log = await manager.create({ topic: 't', partition: 0, topicId: TOPIC_ID, config });
const waiting: Answer[] = [];

log.onDurable = () => {
  log.advanceHighWatermark(log.durableEndOffset);
  while (waiting.length > 0 && waiting[0]!.lastOffset < log.durableEndOffset) process.send!(waiting.shift());
};
process.on('disconnect', () => process.exit());
process.on('message', ({ id, records }: Produce) => {
  const batch = Buffer.from(records);
  const { errorCode, baseOffset, lastOffset } = log.append(batch, {
    leaderEpoch: 0,
    origin: 'client',
    now: env.clock.now(),
  });
  const answer = { id, errorCode, baseOffset, lastOffset };
  if (errorCode !== 0 || lastOffset < log.durableEndOffset) process.send!(answer);
  else waiting.push(answer);
});
process.send!({ id: -1, errorCode: 0, baseOffset: 0, lastOffset: log.logEndOffset - 1 });
