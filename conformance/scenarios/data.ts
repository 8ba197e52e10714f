/** Real data in, by each client with every codec that it has, and read back by every client, byte for byte. */
import type { Codec } from '../runner/commands.ts';
import { checkKeyed, readByTopic } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { flights } from '../runner/flights.ts';
import { writeRecords } from '../runner/record-file.ts';
import type { FileRecord } from '../runner/record-file.ts';

const sliceLength = 20_000;
const bigDeadlineMs = 180_000;

/** Everything goes through the client's main codec; each of the others gets a slice of its own. */
function sentWith(participant: Participant, codec: Codec): readonly FileRecord[] {
  const { mainCodec, codecs } = participant.client;
  if (codec === mainCodec) return flights();
  const slice = codecs.indexOf(codec);
  return flights().slice(slice * sliceLength, (slice + 1) * sliceLength);
}

const topicOf = (writer: Participant, codec: Codec): string => `flights-${writer.client.name}-${codec}`;

function produceCheck(context: Context, participant: Participant, codec: Codec): Check {
  const { name } = participant.client;
  const run = async (): Promise<void> => {
    const topic = topicOf(participant, codec);
    await context.createTopic(participant, topic, codec === participant.client.mainCodec ? 6 : 3);
    const file = context.file(`${topic}.in`);
    writeRecords(file, sentWith(participant, codec));
    const session = await context.session(participant);
    await session.call('produce', { topic, codec, file }, bigDeadlineMs);
  };
  return { name: `data/${name}/produces-${codec}`, lane: name, run };
}

function readCheck(context: Context, reader: Participant, writer: Participant): Check {
  const { name } = reader.client;
  const run = async (): Promise<void> => {
    const { codecs, setsTimestamps } = writer.client;
    const topics = codecs.map((codec) => topicOf(writer, codec));
    const file = context.file(`${name}-reads-${writer.client.name}`);
    const session = await context.session(reader);
    await session.call('consume', { topics, file }, bigDeadlineMs);
    const read = readByTopic(file);
    for (const [index, codec] of codecs.entries()) {
      try {
        checkKeyed(sentWith(writer, codec), read.get(index) ?? [], { withTimestamps: setsTimestamps });
      } catch (error) {
        throw new Error(`${topics[index]}: ${(error as Error).message}`, { cause: error });
      }
    }
  };
  return { name: `data/${name}/reads-what-${writer.client.name}-sent`, lane: name, run };
}

export const data: Scenario = {
  name: 'data',
  phases: (context) => [
    context.participants.flatMap((writer) => writer.client.codecs.map((codec) => produceCheck(context, writer, codec))),
    context.participants.flatMap((reader) => context.participants.map((writer) => readCheck(context, reader, writer))),
  ],
};
