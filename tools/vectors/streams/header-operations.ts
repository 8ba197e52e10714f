/** Processors whose stores keep the headers of records: they tell what was there before, and of `~` all that is there. */
import { string } from '#serde';
import {
  kv,
  type RecordHeader,
  type RecordView,
  sessionStore,
  type Stream,
  type TimestampedWithHeaders,
  windowStore,
  type WithHeaders,
} from '#streams';
import { numberOf, textOf, type CaseOperation, type Operation } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };
const SIZE_MS = 10;
const RETENTION_MS = 100_000;

type Forward = (
  key: string,
  value: string,
  options?: { readonly timestamp?: number; readonly headers?: readonly RecordHeader[] },
) => void;

/** What a processor does with a store of its kind. */
interface Keeping {
  /** Answers what was there before. */
  put(value: string | null, record: RecordView<string>, headers: readonly RecordHeader[] | undefined): string;
  tellAll(record: RecordView<string>): void;
}

/** Undefined: those of the record at hand, as they are. */
function chosenHeaders(
  { headers: chosen }: CaseOperation,
  value: string | null,
  { headers }: RecordView<string>,
): readonly RecordHeader[] | undefined {
  if (chosen === 'none') return [];
  if (chosen !== 'own') return undefined;
  return [...headers, { key: 'kept', value: value === null ? null : Buffer.from(value) }];
}

function keeping(operation: CaseOperation, forward: Forward, { put, tellAll }: Keeping) {
  return {
    process(value: string | null, record: RecordView<string>): void {
      if (record.key === null) return;
      const before = put(value, record, chosenHeaders(operation, value, record));
      forward(record.key, `${value}<${before}`);
      if (value === '~') tellAll(record);
    },
  };
}

function optionsOf({ cached, persistent }: CaseOperation) {
  const type = persistent === true ? ('persistent' as const) : ('memory' as const);
  return { ...TEXTS, headers: true, caching: cached === true, type } as const;
}

function keepRows(operation: CaseOperation, stream: Stream<string, string>): Stream<string, string> {
  const rows = kv(textOf(operation, 'store'), optionsOf(operation));
  return stream.process({ ...TEXTS, stores: { rows } }, ({ stores, forward, schedule }) => {
    const tick = (now: number): void => {
      for (const [key, row] of stores.rows.all()) {
        forward(key, shownRow(row), { timestamp: now, headers: row.headers });
        stores.rows.put(key, row.value.length % 2 === 0 ? null : `${row.value}!`, now);
      }
    };
    if (operation['every'] !== undefined) schedule(numberOf(operation, 'every'), 'stream-time', tick);
    return keeping(operation, forward, {
      put(value, { key, timestamp }, headers) {
        const before = stores.rows.get(key);
        stores.rows.put(key, value, timestamp, headers);
        return shownRow(before);
      },
      tellAll({ timestamp }) {
        for (const [key, row] of stores.rows.all()) forward(key, shownRow(row), { timestamp, headers: row.headers });
      },
    });
  });
}

function keepWindows(operation: CaseOperation, stream: Stream<string, string>): Stream<string, string> {
  const options = { ...optionsOf(operation), size: SIZE_MS, retention: RETENTION_MS };
  const windows = windowStore(textOf(operation, 'store'), options);
  return stream.process({ ...TEXTS, stores: { windows } }, ({ stores, forward }) =>
    keeping(operation, forward, {
      put(value, { key, timestamp }, headers) {
        const windowStart = timestamp - (timestamp % SIZE_MS);
        const before = stores.windows.get(key, windowStart);
        stores.windows.put(key, value, { windowStart, timestamp, ...(headers === undefined ? {} : { headers }) });
        return shownRow(before);
      },
      tellAll({ key }) {
        for (const [start, row] of stores.windows.fetch(key, 0, Number.MAX_SAFE_INTEGER)) {
          forward(key, `${start}:${shownRow(row)}`, { headers: row.headers });
        }
      },
    }),
  );
}

function keepSessions(operation: CaseOperation, stream: Stream<string, string>): Stream<string, string> {
  const sessions = sessionStore(textOf(operation, 'store'), { ...optionsOf(operation), retention: RETENTION_MS });
  return stream.process({ ...TEXTS, stores: { sessions } }, ({ stores, forward }) =>
    keeping(operation, forward, {
      put(value, { key, timestamp }, headers) {
        const start = timestamp - (timestamp % SIZE_MS);
        const end = start + (timestamp % 3);
        const before = stores.sessions.getWithHeaders(key, start, end);
        stores.sessions.put({ key, start, end }, value, headers);
        return before === undefined ? 'null' : shownSession(before);
      },
      tellAll({ key }) {
        for (const [{ start, end }, row] of stores.sessions.findWithHeaders(key, 0, Number.MAX_SAFE_INTEGER)) {
          forward(key, `${start}/${end}:${shownSession(row)}`, { headers: row.headers });
        }
      },
    }),
  );
}

function shownRow(row: TimestampedWithHeaders<string> | undefined): string {
  return row === undefined ? 'null' : `${row.value}.${row.timestamp}${shownHeaders(row.headers)}`;
}

function shownSession({ value, headers }: WithHeaders<string>): string {
  return value + shownHeaders(headers);
}

function shownHeaders(headers: readonly RecordHeader[]): string {
  return headers.map(({ key, value }) => `[${key}=${value === null ? 'null' : String(Buffer.from(value))}]`).join('');
}

export const headerOperations: Readonly<Record<string, Operation>> = {
  /** `rows`, `windows` or `sessions`, with the headers of their records (`record`), with one more (`own`) or none. */
  keepWithHeaders(operation, built) {
    const stream = built.stream(operation.from);
    if (operation['rows'] === 'windows') return keepWindows(operation, stream);
    if (operation['rows'] === 'sessions') return keepSessions(operation, stream);
    return keepRows(operation, stream);
  },
};
