/** Processors that keep windows, sessions and histories in stores of their own, and topics that windows are written to. */
import { string } from '#serde';
import {
  sessionStore,
  sessionWindowed,
  type Table,
  timeWindowed,
  versionedStore,
  type Windowed,
  windowStore,
} from '#streams';
import { namedAs, numberOf, textOf, type Operation } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };

interface Origin {
  readonly key: string | null;
  readonly timestamp: number;
}

export const storeOperations: Readonly<Record<string, Operation>> = {
  /** Puts each value into the window of its time; behind it how many windows near it the key has, and the first of them. */
  lately(operation, built) {
    const size = numberOf(operation, 'size');
    const retention = numberOf(operation, 'retention');
    const windows = windowStore(textOf(operation, 'store'), { ...TEXTS, size, retention });
    return built
      .stream(operation.from)
      .process({ ...TEXTS, ...namedAs(operation), stores: { windows } }, ({ stores, forward }) => ({
        process(value: string | null, { key, timestamp }: Origin) {
          if (key === null) return;
          stores.windows.put(key, value, { windowStart: timestamp, timestamp });
          const near = [...stores.windows.fetch(key, Math.max(0, timestamp - size), timestamp + size)];
          const all = [...stores.windows.fetchAll(Math.max(0, timestamp - size), timestamp + size)];
          const [first] = near;
          const shown = first === undefined ? 'none' : `${first[0]}:${first[1].value}@${first[1].timestamp}`;
          forward(key, `${value}|${near.length}/${all.length}|${shown}`);
        },
      }));
  },
  /** Makes one session of those that a record comes near, with how many records there were. */
  nearby(operation, built) {
    const gap = numberOf(operation, 'gap');
    const sessions = sessionStore(textOf(operation, 'store'), {
      ...TEXTS,
      retention: numberOf(operation, 'retention'),
    });
    return built
      .stream(operation.from)
      .process({ ...TEXTS, ...namedAs(operation), stores: { sessions } }, ({ stores, forward }) => ({
        process(value: string | null, { key, timestamp }: Origin) {
          if (key === null) return;
          let [start, end, count] = [timestamp, timestamp, 1];
          const near = Array.from(stores.sessions.find(key, timestamp - gap, timestamp + gap));
          for (const [one, counted] of near) {
            [start, end, count] = [Math.min(start, one.start), Math.max(end, one.end), count + Number(counted)];
            stores.sessions.put(one, null);
          }
          stores.sessions.put({ key, start, end }, String(count));
          forward(key, `${value}|${start}-${end}:${count}`);
        },
      }));
  },
  /** Puts each value into a history; behind it what was there the moment before, and until when its own is valid. */
  before(operation, built) {
    const past = versionedStore(textOf(operation, 'store'), {
      ...TEXTS,
      historyRetention: numberOf(operation, 'history'),
    });
    return built
      .stream(operation.from)
      .process({ ...TEXTS, ...namedAs(operation), stores: { past } }, ({ stores, forward }) => ({
        process(value: string | null, { key, timestamp }: Origin) {
          if (key === null) return;
          const validTo = stores.past.put(key, value, timestamp);
          const found = stores.past.get(key, timestamp - 1);
          const shown = found === undefined ? 'none' : `${found.value}@${found.timestamp}`;
          const latest = stores.past.get(key)?.timestamp ?? 'none';
          const end = validTo === null ? 'late' : validTo === Infinity ? 'open' : validTo;
          forward(key, `${value}|${shown}|${latest}|${end}`);
        },
      }));
  },
  /** To a topic whose keys are windows. */
  toWindows(operation, built) {
    const key = operation['isSession'] === true ? sessionWindowed(TEXT) : timeWindowed(TEXT, 1);
    const table = built.table(operation.from) as unknown as Table<Windowed<string>, string>;
    table.toStream().to(textOf(operation, 'topic'), { key, value: TEXT as never });
  },
};
