/** Sources, sinks, and operators that keep nothing but rows as they come. */
import { string } from '#serde';
import { Stream } from '#streams';
import { keptAs, namedAs, numberOf, textOf, type CaseOperation, type Operation } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };

function topicOf({ op, topic }: CaseOperation): string {
  if (topic === undefined) throw new Error(`${op} has no topic`);
  return topic;
}

/** By name, several of them, or by a pattern. */
export function topicsOf(operation: CaseOperation): string | readonly string[] | RegExp {
  const { topics, pattern } = operation;
  if (typeof pattern === 'string') return new RegExp(pattern);
  return Array.isArray(topics) ? topics.map(String) : topicOf(operation);
}

/** To one of two topics. */
function chosenTopic(prefix: string): (key: string | null, value: string | null) => string {
  return function choose(_key, value) {
    return `${prefix}${(value?.length ?? 0) % 2}`;
  };
}

function chosenPartitions(length: number, count: number): readonly number[] | null {
  switch (length % 4) {
    case 1:
      return [length % count];
    case 2:
      return [];
    case 3:
      return Array.from({ length: count }, (_, partition) => partition);
    default:
      return null;
  }
}

type RepartitionPartitioner = (
  topic: string,
  key: string | null,
  value: string | null,
  count: number,
) => readonly number[] | null;

/** Null stays null. */
export const firstOf = (value: string | null): string | null => value?.slice(0, 1) ?? null;

const sources: Readonly<Record<string, Operation>> = {
  stream: (operation, { topology }) => topology.stream(topicsOf(operation), { ...TEXTS, ...namedAs(operation) }),
  table: (operation, { topology }) =>
    topology.table(topicOf(operation), { ...TEXTS, ...namedAs(operation), ...keptAs(operation) }),
  global: (operation, { topology }) => topology.globalTable(topicOf(operation), { ...TEXTS, ...namedAs(operation) }),
};

const streams: Readonly<Record<string, Operation>> = {
  mapUpper(operation, built) {
    const upper = (value: string | null): string | null => value?.toUpperCase() ?? null;
    return built.stream(operation.from).mapValues(upper, { ...namedAs(operation), value: TEXT as never });
  },
  cut(operation, built) {
    const most = numberOf(operation, 'n');
    const end = (value: string | null): string | null => value?.slice(-most) ?? null;
    return built.stream(operation.from).mapValues(end, { ...namedAs(operation), value: TEXT as never });
  },
  selectValue: (operation, built) =>
    built.stream(operation.from).selectKey((value) => value, { ...namedAs(operation), key: TEXT }),
  selectFirst: (operation, built) =>
    built.stream(operation.from).selectKey(firstOf, { ...namedAs(operation), key: TEXT as never }),
  mapSwap: (operation, built) =>
    built
      .stream(operation.from)
      .map((value, { key }) => ({ key: value, value: key }), { ...TEXTS, ...namedAs(operation) }),
  flatMapChars(operation, built) {
    const characters = (value: string | null): string[] => Array.from(value ?? '');
    return built.stream(operation.from).flatMapValues(characters, { ...namedAs(operation), value: TEXT });
  },
  flatMapKeys(operation, built) {
    const byCharacter = (value: string | null): { key: string; value: string }[] =>
      Array.from(value ?? '', (key) => ({ key, value: value! }));
    return built.stream(operation.from).flatMap(byCharacter, { ...TEXTS, ...namedAs(operation) });
  },
  merge: (operation, built) => built.stream(operation.from).merge(built.stream(operation.with), namedAs(operation)),
  branch(operation, built) {
    const least = numberOf(operation, 'n');
    const long = (value: string | null): boolean => value !== null && value.length > least;
    const stream = built.stream(operation.from);
    if (operation['numbered'] === true) {
      const [some, others] = stream.split([long, null], namedAs(operation));
      built.name(textOf(operation, 'rest'), others);
      return some;
    }
    const branches = stream.split({ '-long': long, '-rest': null }, namedAs(operation));
    built.name(textOf(operation, 'rest'), branches['-rest']);
    return branches['-long'];
  },
  repartition({ from, name, partitions, isDivided }, built) {
    const partitioner: RepartitionPartitioner = (_topic, _key, value, count) =>
      chosenPartitions(value?.length ?? 0, count);
    const options = {
      ...TEXTS,
      ...(isDivided === true ? { partitioner } : {}),
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof partitions === 'number' ? { partitions } : {}),
    };
    return built.stream(from).repartition(options);
  },
  toTable: (operation, built) =>
    built.stream(operation.from).toTable({ ...TEXTS, ...namedAs(operation), ...keptAs(operation) }),
  to: (operation, built) => built.stream(operation.from).to(topicOf(operation), { ...TEXTS, ...namedAs(operation) }),
  /** To a topic, and there to one partition, to none, to all, or where the key belongs, as the record's value says. */
  toChosen(operation, built) {
    built.stream(operation.from).to(chosenTopic(topicOf(operation)), {
      ...TEXTS,
      ...namedAs(operation),
      partitioner: (_topic, _key, value: string | null, count) => chosenPartitions(value?.length ?? 0, count),
    });
  },
  print: (operation, built) => built.stream(operation.from).print(() => undefined, namedAs(operation)),
};

export const statelessOperations: Readonly<Record<string, Operation>> = {
  ...sources,
  ...streams,
  filterLen(operation, built) {
    const least = numberOf(operation, 'n');
    const from = built.named(operation.from);
    if (from instanceof Stream) {
      const isLong = (value: string | null): boolean => value !== null && value.length > least;
      return built.stream(operation.from).filter(isLong, namedAs(operation));
    }
    const options = { ...namedAs(operation), ...keptAs(operation) };
    return built.table(operation.from).filter((value) => value.length > least, options);
  },
  mapValuesT: (operation, built) =>
    built
      .table(operation.from)
      .mapValues((value) => `${value}!`, { value: TEXT, ...namedAs(operation), ...keptAs(operation) }),
  toStream: (operation, built) => built.table(operation.from).toStream(namedAs(operation)),
};
