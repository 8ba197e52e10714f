/** The corners of a record: null and empty keys, values and headers, headers that repeat, bytes that are no text. */
import type { Edge } from '../clients/registry.ts';
import { readByTopic, sameRecord, show } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { writeRecords } from '../runner/record-file.ts';
import type { FileRecord, Header } from '../runner/record-file.ts';

type Text = string | null;
const bytes = (text: Text): Buffer | null => (text === null ? null : Buffer.from(text));

function record(
  key: Buffer | null,
  value: Buffer | null,
  headers: readonly (readonly [string, Text])[] = [],
): FileRecord {
  const tags: Header[] = headers.map(([name, content]) => ({ name: Buffer.from(name), value: bytes(content) }));
  return { topic: 0, partition: 0, offset: -1, timestamp: Date.now(), key, value, headers: tags };
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

const edges: readonly { readonly needs: readonly Edge[]; readonly record: FileRecord }[] = [
  { needs: [], record: record(bytes('key'), bytes('value')) },
  { needs: ['null-key'], record: record(null, bytes('a value without a key')) },
  { needs: ['null-value'], record: record(bytes('a tombstone'), null) },
  { needs: ['null-both'], record: record(null, null) },
  { needs: ['empty-key'], record: record(bytes(''), bytes('an empty key')) },
  { needs: ['empty-value'], record: record(bytes('an empty value'), bytes('')) },
  { needs: ['binary'], record: record(everyByte, everyByte) },
  { needs: [], record: record(bytes('flug'), bytes('Flüge nach Zürich, 東京')) },
  { needs: [], record: record(bytes('one header'), bytes('v'), [['source', 'conformance']]) },
  {
    needs: [],
    record: record(bytes('a header twice'), bytes('v'), [
      ['h', '1'],
      ['h', '2'],
      ['h', '1'],
    ]),
  },
  {
    needs: ['header-order'],
    record: record(bytes('a header again'), bytes('v'), [
      ['h', '1'],
      ['g', 'between'],
      ['h', '2'],
    ]),
  },
  { needs: ['null-header'], record: record(bytes('a null header'), bytes('v'), [['h', null]]) },
  { needs: ['empty-header'], record: record(bytes('an empty header'), bytes('v'), [['h', '']]) },
  { needs: ['null-value'], record: record(bytes('a tombstone with a header'), null, [['h', '1']]) },
];

const sentBy = ({ client }: Participant): FileRecord[] =>
  edges.filter(({ needs }) => !needs.some((edge) => client.cannotProduce.includes(edge))).map((edge) => edge.record);

const topicOf = (writer: Participant): string => `edges-${writer.client.name}`;

function produceCheck(context: Context, participant: Participant): Check {
  const { name } = participant.client;
  const run = async (): Promise<void> => {
    await context.createTopic(participant, topicOf(participant), 1);
    const file = context.file('edges.in');
    writeRecords(file, sentBy(participant));
    const session = await context.session(participant);
    await session.call('produce', { topic: topicOf(participant), codec: 'none', file });
  };
  return { name: `edges/${name}/produces`, lane: name, run };
}

/** What the reader cannot show is left out on both sides, by its place in the partition. */
function readCheck(context: Context, reader: Participant, writer: Participant): Check {
  const { name, cannotRead } = reader.client;
  const run = async (): Promise<void> => {
    const file = context.file(`edges-of-${writer.client.name}`);
    const session = await context.session(reader);
    await session.call('consume', { topics: [topicOf(writer)], file });
    const read = readByTopic(file).get(0) ?? [];
    const sent = sentBy(writer);
    if (read.length !== sent.length) throw new Error(`${read.length} records came back of ${sent.length}`);
    for (const [i, expected] of sent.entries()) {
      const { needs } = edges.find((edge) => edge.record === expected) ?? { needs: [] };
      if (needs.some((edge) => cannotRead.includes(edge))) continue;
      const actual = read[i];
      if (actual === undefined || !sameRecord(expected, actual)) {
        throw new Error(`${actual === undefined ? 'nothing' : show(actual)} instead of ${show(expected)}`);
      }
    }
  };
  return { name: `edges/${name}/reads-what-${writer.client.name}-sent`, lane: name, run };
}

export const edgesScenario: Scenario = {
  name: 'edges',
  phases: (context) => [
    context.participants.map((writer) => produceCheck(context, writer)),
    context.participants.flatMap((reader) => context.participants.map((writer) => readCheck(context, reader, writer))),
  ],
};
