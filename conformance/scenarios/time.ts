/** Seek by time: the offsets for a timestamp, and reading from there. */
import type { Offsets } from '../runner/commands.ts';
import { equal, sameRecord, show } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { flights } from '../runner/flights.ts';
import { readRecords, writeRecords } from '../runner/record-file.ts';
import type { FileRecord } from '../runner/record-file.ts';

const topic = 'by-time';
const sent = (): readonly FileRecord[] => flights().slice(0, 5000);

async function prepare(context: Context): Promise<void> {
  const writer = context.participants.find(({ client }) => client.setsTimestamps) ?? context.helper;
  await context.createTopic(writer, topic, 3);
  const file = context.file('by-time.in');
  writeRecords(file, sent());
  await (await context.session(writer)).call('produce', { topic, codec: 'gzip', file });
}

/** By partition, the first offset at or after the timestamp; a partition that has none is left out. */
function offsetsFrom(records: readonly FileRecord[], timestamp: number): Record<string, number> {
  const offsets: Record<string, number> = {};
  for (const record of records) {
    if (record.timestamp >= timestamp) offsets[record.partition] ??= record.offset;
  }
  return offsets;
}

async function run(context: Context, participant: Participant): Promise<void> {
  const session = await context.session(participant);
  const all = await readFrom(context, participant);
  const middle = sent()[2500]?.timestamp ?? 0;
  for (const timestamp of [middle, middle - 37, (sent()[0]?.timestamp ?? 0) - 1000]) {
    const expected = offsetsFrom(all, timestamp);
    const { offsets } = await session.call('listOffsets', { topic, at: timestamp });
    equal(offsets, expected, `the offsets for ${timestamp}`);
    const read = await readFrom(context, participant, offsets);
    const after = all.filter((record) => record.timestamp >= timestamp);
    equal(read.length, after.length, `records from ${timestamp} on`);
    for (const record of after) {
      const found = read.find(({ partition, offset }) => partition === record.partition && offset === record.offset);
      if (found === undefined || !sameRecord(record, found)) throw new Error(`not read again: ${show(record)}`);
    }
  }
  const late = await session.call('listOffsets', { topic, at: (sent().at(-1)?.timestamp ?? 0) + 1 });
  const ends = await session.call('listOffsets', { topic, at: 'latest' });
  for (const [partition, offset] of Object.entries(late.offsets)) {
    if (offset !== -1 && offset !== ends.offsets[partition])
      throw new Error(`${offset} in partition ${partition} for a time after the last record`);
  }
}

async function readFrom(context: Context, participant: Participant, from?: Offsets): Promise<FileRecord[]> {
  const file = context.file('by-time');
  const session = await context.session(participant);
  await session.call('consume', { topics: [topic], file, ...(from !== undefined && { from }) });
  return readRecords(file);
}

export const time: Scenario = {
  name: 'time',
  phases: (context) => [
    [{ name: 'time/prepare', lane: 'prepare', run: () => prepare(context) }],
    context.able('listOffsets').map((participant): Check => ({
      name: `time/${participant.client.name}`,
      lane: participant.client.name,
      run: () => run(context, participant),
    })),
  ],
};
