/** Sources, sinks, and operators that keep nothing but rows as they come. */
import { string } from '#serde';
import { Stream } from '#streams';
import { keptAs, numberOf, textOf, type CaseOperation, type Operation } from './topology-case.ts';

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
  stream: (operation, { topology }) => topology.stream(topicsOf(operation), TEXTS),
  table: (operation, { topology }) => topology.table(topicOf(operation), { ...TEXTS, ...keptAs(operation) }),
  global: (operation, { topology }) => topology.globalTable(topicOf(operation), TEXTS),
};

const streams: Readonly<Record<string, Operation>> = {
  mapUpper: ({ from }, built) =>
    built.stream(from).mapValues((value: string | null) => value?.toUpperCase() ?? null, { value: TEXT as never }),
  cut(operation, built) {
    const most = numberOf(operation, 'n');
    const end = (value: string | null): string | null => value?.slice(-most) ?? null;
    return built.stream(operation.from).mapValues(end, { value: TEXT as never });
  },
  selectValue: ({ from }, built) => built.stream(from).selectKey((value) => value, { key: TEXT }),
  selectFirst: ({ from }, built) => built.stream(from).selectKey(firstOf, { key: TEXT as never }),
  mapSwap: ({ from }, built) => built.stream(from).map((value, { key }) => ({ key: value, value: key }), TEXTS),
  flatMapChars: ({ from }, built) =>
    built.stream(from).flatMapValues((value: string | null) => Array.from(value ?? ''), { value: TEXT }),
  flatMapKeys: ({ from }, built) =>
    built
      .stream(from)
      .flatMap((value: string | null) => Array.from(value ?? '', (key) => ({ key, value: value! })), TEXTS),
  merge: ({ from, with: other }, built) => built.stream(from).merge(built.stream(other)),
  branch(operation, built) {
    const least = numberOf(operation, 'n');
    const branches = built.stream(operation.from).split({
      long: (value: string | null) => value !== null && value.length > least,
      rest: null,
    });
    built.name(textOf(operation, 'rest'), branches.rest);
    return branches.long;
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
  toTable: (operation, built) => built.stream(operation.from).toTable({ ...TEXTS, ...keptAs(operation) }),
  to: (operation, built) => built.stream(operation.from).to(topicOf(operation), TEXTS),
  /** To a topic, and there to one partition, to none, to all, or where the key belongs, as the record's value says. */
  toChosen(operation, built) {
    built.stream(operation.from).to(chosenTopic(topicOf(operation)), {
      ...TEXTS,
      partitioner: (_topic, _key, value: string | null, count) => chosenPartitions(value?.length ?? 0, count),
    });
  },
  print: ({ from }, built) => built.stream(from).print(() => undefined),
};

export const statelessOperations: Readonly<Record<string, Operation>> = {
  ...sources,
  ...streams,
  filterLen(operation, built) {
    const least = numberOf(operation, 'n');
    const from = built.named(operation.from);
    if (from instanceof Stream) {
      return built.stream(operation.from).filter((value: string | null) => value !== null && value.length > least);
    }
    return built.table(operation.from).filter((value) => value.length > least, keptAs(operation));
  },
  mapValuesT: (operation, built) =>
    built.table(operation.from).mapValues((value) => `${value}!`, { value: TEXT, ...keptAs(operation) }),
  toStream: ({ from }, built) => built.table(from).toStream(),
};
