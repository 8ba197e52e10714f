/** Processors that cases put into topologies. */
import { string } from '#serde';
import { kv } from '#streams';
import { keptAs, namedAs, numberOf, textOf, type Operation } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };

export const processOperations: Readonly<Record<string, Operation>> = {
  /** Behind the value, the names and values of all headers. */
  showHeaders: (operation, built) =>
    built.stream(operation.from).processValues({ ...namedAs(operation), value: TEXT }, ({ forward }) => ({
      process(value, { headers }) {
        const shown = headers.map(
          ({ key, value: bytes }) => `[${key}=${bytes === null ? 'null' : String(Buffer.from(bytes))}]`,
        );
        forward(`${value}${shown.join('')}`);
      },
    })),
  /** Of each key the first record alone. */
  dedupe(operation, built) {
    const seen = kv(textOf(operation, 'store'), TEXTS);
    return built
      .stream(operation.from)
      .process({ ...TEXTS, ...namedAs(operation), stores: { seen } }, ({ stores, forward }) => ({
        process(value: string | null, { key, timestamp }: { readonly key: string | null; readonly timestamp: number }) {
          if (key !== null && stores.seen.get(key) !== undefined) return;
          if (key !== null) stores.seen.put(key, String(value), timestamp);
          forward(key!, value!);
        },
      }));
  },
  /** Behind each value how many the key has had, in a store of its own where one is named; a row that goes is forgotten. */
  transformValuesT(operation, built) {
    const { state } = operation;
    const table = built.table(operation.from);
    const kept = { value: TEXT, ...namedAs(operation), ...keptAs(operation) };
    if (typeof state !== 'string') {
      return table.transformValues(kept, () => ({
        transform: (value, { timestamp }) => (value === null ? null : `${value}^${timestamp % 10}`),
      }));
    }
    const seen = kv(state, TEXTS);
    return table.transformValues({ ...kept, stores: { seen } }, ({ stores }) => ({
      transform(value, { key, timestamp }) {
        const count = Number(stores.seen.get(key)?.value ?? '0') + 1;
        stores.seen.put(key, value === null ? null : String(count), timestamp);
        return value === null ? null : `${value}#${count}`;
      },
    }));
  },
  /** Keeps each key's last value; a timer tells all of them, in the order of their keys, and forgets them. */
  tick(operation, built) {
    const last = kv(textOf(operation, 'store'), TEXTS);
    const clock = operation['clock'] === 'wall' ? 'wall-clock' : 'stream-time';
    const everyMs = numberOf(operation, 'every');
    return built
      .stream(operation.from)
      .process({ ...TEXTS, ...namedAs(operation), stores: { last } }, ({ stores, forward, schedule }) => {
        schedule(everyMs, clock, (now) => {
          for (const [key, { value, timestamp }] of stores.last.all()) {
            forward(key, `${value}.${timestamp}`, { timestamp: now });
            stores.last.put(key, null, now);
          }
        });
        return {
          process(
            value: string | null,
            { key, timestamp }: { readonly key: string | null; readonly timestamp: number },
          ) {
            if (key !== null) stores.last.put(key, String(value), timestamp);
          },
        };
      });
  },
};
