/** Commit and resume: a reader stops in the middle, and the next one of its group goes on with the very next record. */
import { checkKeyed, equal, sum } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { flights } from '../runner/flights.ts';
import { readRecords, writeRecords } from '../runner/record-file.ts';
import type { FileRecord } from '../runner/record-file.ts';

const count = 3000;
const parts = [700, 1300, 1000] as const;

async function run(context: Context, participant: Participant): Promise<void> {
  const { name, setsTimestamps } = participant.client;
  const [topic, group] = [`resume-${name}`, `resumer-${name}`];
  await context.createTopic(participant, topic, 4);
  const sent = flights().slice(0, count);
  const input = context.file('resume.in');
  writeRecords(input, sent);
  await (await context.session(participant)).call('produce', { topic, codec: 'none', file: input });

  const observer = await context.sessionFor(participant, 'committed');
  const read: FileRecord[] = [];
  for (const max of parts) {
    const file = context.file('resume.part');
    const session = await context.session(participant);
    await session.call('consumeGroup', { group, topic, file, max });
    const part = readRecords(file);
    equal(part.length, max, 'records read');
    read.push(...part);
    const { offsets } = await observer.call('committed', { group, topic });
    equal(sum(offsets), read.length, 'records before the committed offsets');
  }
  checkKeyed(sent, read, { withTimestamps: setsTimestamps });
}

export const resume: Scenario = {
  name: 'resume',
  phases: (context) => [
    context.able('consumeGroup').map((participant): Check => ({
      name: `resume/${participant.client.name}`,
      lane: participant.client.name,
      run: () => run(context, participant),
    })),
  ],
};
