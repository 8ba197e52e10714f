/** Sources, sinks, and operators that keep nothing. */
import { string } from '#serde';
import { Stream } from '#streams';
import { numberOf, type CaseOperation, type Operation } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };

function topicOf({ op, topic }: CaseOperation): string {
  if (topic === undefined) throw new Error(`${op} has no topic`);
  return topic;
}

export const statelessOperations: Readonly<Record<string, Operation>> = {
  stream: (operation, { topology }) => topology.stream(topicOf(operation), TEXTS),
  table: (operation, { topology }) => topology.table(topicOf(operation), TEXTS),
  global: (operation, { topology }) => topology.globalTable(topicOf(operation), TEXTS),
  mapUpper: ({ from }, built) =>
    built.stream(from).mapValues((value: string | null) => value?.toUpperCase() ?? null, { value: TEXT as never }),
  filterLen(operation, built) {
    const least = numberOf(operation, 'n');
    const from = built.named(operation.from);
    if (from instanceof Stream) {
      return built.stream(operation.from).filter((value: string | null) => value !== null && value.length > least);
    }
    return built.table(operation.from).filter((value) => value.length > least);
  },
  selectValue: ({ from }, built) => built.stream(from).selectKey((value) => value, { key: TEXT }),
  flatMapChars: ({ from }, built) =>
    built.stream(from).flatMapValues((value: string | null) => Array.from(value ?? ''), { value: TEXT }),
  mapValuesT: ({ from }, built) => built.table(from).mapValues((value) => `${value}!`, { value: TEXT }),
  merge: ({ from, with: other }, built) => built.stream(from).merge(built.stream(other)),
  toTable: ({ from }, built) => built.stream(from).toTable(),
  toStream: ({ from }, built) => built.table(from).toStream(),
  to: (operation, built) => built.stream(operation.from).to(topicOf(operation), TEXTS),
};
