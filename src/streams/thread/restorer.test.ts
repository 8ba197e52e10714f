/** Where stores begin in their changelogs: a changelog that is a list, with a consumer that fails as one of a broker would. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { errorFor, type TopicPartition } from '#client';
import type { Logger } from '#kernel';
import { string } from '#serde';
import { toldOnce } from '../application/application.testing.ts';
import { defaultEnv } from '../default-env.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { openStore } from '../stores/open-store.testing.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import {
  type ChangelogAdmin,
  type RestoreBatch,
  type RestoreConsumer,
  type RestoredTask,
  type RestoreProgress,
  Restorer,
} from './restorer.ts';

type Row = readonly [key: string, value: string | null];

/** One partition. */
class Changelog {
  readonly topic: string;
  begin = 0;
  end = 0;
  readonly rows = new Map<number, Row>();

  constructor(topic: string) {
    this.topic = topic;
  }

  append(...rows: readonly Row[]): void {
    for (const row of rows) this.rows.set(this.end++, row);
  }

  /** The first records go, as by retention. */
  shorten(begin: number): void {
    this.begin = begin;
  }
}

/** What a restorer asks of its clients. */
class Clients implements RestoreConsumer, ChangelogAdmin {
  /** What the group has committed. */
  committed = -1;
  readonly #changelogs: ReadonlyMap<string, Changelog>;
  readonly #positions = new Map<string, number>();
  #wake = (): void => undefined;
  #isClosed = false;

  constructor(changelogs: readonly Changelog[]) {
    this.#changelogs = new Map(changelogs.map((one) => [one.topic, one]));
  }

  assign(places: readonly (TopicPartition & { readonly offset?: number })[]): void {
    const positions = places.map(({ topic, offset }) => [topic, offset ?? this.#positions.get(topic)!] as const);
    this.#positions.clear();
    for (const [topic, position] of positions) this.#positions.set(topic, position);
    this.#wake();
  }

  /** Something was appended. */
  notify(): void {
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  currentPosition({ topic }: { readonly topic: string }): number | null {
    return this.#positions.get(topic) ?? null;
  }

  listOffsets(places: readonly { readonly topic: string; readonly spec: string }[]): Promise<{ offset: number }[]> {
    const offsetOf = ({ begin, end }: Changelog, spec: string): number => (spec === 'earliest' ? begin : end);
    return Promise.resolve(places.map(({ topic, spec }) => ({ offset: offsetOf(this.#changelogs.get(topic)!, spec) })));
  }

  async *batches(): AsyncGenerator<RestoreBatch> {
    while (!this.#isClosed) {
      const found = [...this.#positions].find(([topic, position]) => position < this.#changelogs.get(topic)!.end);
      if (found === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else yield this.#next(...found);
    }
  }

  #next(topic: string, position: number): RestoreBatch {
    const { begin, end, rows } = this.#changelogs.get(topic)!;
    if (position < begin) throw errorFor('OFFSET_OUT_OF_RANGE', `${position} is gone`, { topic, partition: 0 });
    this.#positions.set(topic, end);
    const records = [...rows].filter(([offset]) => offset >= position);
    return {
      topic,
      partition: 0,
      nextOffset: end,
      records: () =>
        records.map(([offset, [key, value]]) => ({
          offset,
          keyBytes: Buffer.from(key),
          valueBytes: value === null ? null : Buffer.from(value),
          timestamp: 1,
          headers: new Map(),
        })),
    };
  }
}

/** A store that says it has its rows on the disk up to an offset. */
class KeptStore extends MemoryKeyValueStore<string, string> {
  readonly isKept: boolean;
  kept: number | null = null;

  constructor(isKept: boolean) {
    super('rows', new StoreSerdes('changelog', string(), string()));
    this.isKept = isKept;
  }

  override get changelogOffset(): number | null {
    return this.kept;
  }

  override commit(changelogOffset: number | null): void {
    if (this.isKept) this.kept = changelogOffset;
  }

  override clear(): void {
    super.clear();
    this.kept = null;
  }

  get rows(): Record<string, string> {
    return Object.fromEntries([...this.all()].map(([key, { value }]) => [key, value]));
  }
}

/** A task with one store, over a changelog of its own, and a restorer. */
function world(
  context: TestContext,
  { isKept = true, isSource = false }: { readonly isKept?: boolean; readonly isSource?: boolean } = {},
) {
  const changelog = new Changelog('changelog');
  const clients = new Clients([changelog]);
  const { store } = openStore(new KeptStore(isKept));
  const progress: RestoreProgress[] = [];
  const failures: unknown[] = [];
  let restored = Promise.withResolvers<void>();
  const ignore = (): void => undefined;
  const isEnabled = (): boolean => false;
  const logger: Logger = {
    error: ignore,
    warn: ignore,
    info: ignore,
    debug: ignore,
    isEnabled,
    component: () => logger,
  };
  const restorer = new Restorer<RestoredTask>({
    env: defaultEnv(),
    logger,
    consumer: clients,
    admin: clients,
    committed: (partitions) => Promise.resolve(partitions.map(() => ({ offset: clients.committed }))),
    onRestored: () => restored.resolve(),
    onProgress: (one) => void progress.push(one),
    onError: (error) => {
      failures.push(error);
      restored.reject(error);
    },
  });
  void restorer.run();
  context.after(() => {
    restorer.close();
    clients.close();
  });
  const task = { id: '0_0', changelogs: [{ store, topic: 'changelog', partition: 0, isSource }] };
  const atTheEnd = (): Promise<unknown> => {
    const position = (): number | null => clients.currentPosition(changelog);
    return toldOnce('the end of the changelog is read', (offset) => offset === changelog.end, position);
  };
  return {
    changelog,
    clients,
    restorer,
    store,
    task,
    progress,
    failures,
    async restore(): Promise<void> {
      restored = Promise.withResolvers();
      restorer.add(task, true);
      await restored.promise;
    },
    async promote(): Promise<void> {
      restored = Promise.withResolvers();
      restorer.promote(task);
      await restored.promise;
    },
    /** As a standby, until it has what there is. */
    async follow(): Promise<void> {
      restorer.add(task, false);
      await atTheEnd();
    },
    async read(): Promise<void> {
      clients.notify();
      await atTheEnd();
    },
  };
}

test('a store goes on behind what it has of its changelog, and the progress begins there', async (context) => {
  const { changelog, restore, progress, store } = world(context);
  changelog.append(['a', '1'], ['b', '1']);
  await restore();
  assert.equal(store.kept, 1);
  changelog.append(['a', '2']);
  progress.length = 0;
  await restore();
  assert.deepEqual(store.rows, { a: '2', b: '1' });
  assert.deepEqual(
    progress.map(({ startOffset, offset, endOffset }) => [startOffset, offset, endOffset]),
    [
      [2, 2, 3],
      [2, 3, 3],
    ],
  );
});

test('a store that lacks nothing is told to be complete at once', async (context) => {
  const { changelog, restore, progress } = world(context);
  changelog.append(['a', '1']);
  await restore();
  progress.length = 0;
  await restore();
  assert.deepEqual(
    progress.map(({ startOffset, offset, endOffset }) => [startOffset, offset, endOffset]),
    [[1, 1, 1]],
  );
});

test('a store whose place is not in its changelog any more is cleared, and restored from the beginning', async (context) => {
  const { changelog, restore, store } = world(context);
  changelog.append(['a', '1'], ['b', '1']);
  await restore();
  changelog.append(['a', null], ['c', '1'], ['d', '1']);
  changelog.shorten(3);
  await restore();
  // The deletion of `a` is gone with what was before.
  assert.deepEqual(store.rows, { c: '1', d: '1' });
});

test('a store that is ahead of its changelog, as one that was made anew, is restored from the beginning', async (context) => {
  const { changelog, restore, store } = world(context);
  changelog.append(['a', '1'], ['b', '1'], ['c', '1']);
  await restore();
  changelog.rows.clear();
  changelog.end = 0;
  changelog.append(['d', '1']);
  await restore();
  assert.deepEqual(store.rows, { d: '1' });
});

test('a record that a store cannot take ends the restoration with the names of both', async (context) => {
  const { changelog, restore, store } = world(context);
  store.restore = () => {
    throw new RangeError('no window');
  };
  changelog.append(['a', '1']);
  await assert.rejects(restore(), {
    code: 'CORRUPT_CHANGELOG',
    message: /store rows .* offset 0 of its changelog changelog-0: no window; .* another name, or reset/,
  });
});

test('a standby that its changelog has left behind is cleared, and follows from the beginning', async (context) => {
  const { changelog, follow, read, store } = world(context, { isKept: false });
  changelog.append(['a', '1'], ['b', '1']);
  await follow();
  assert.deepEqual(store.rows, { a: '1', b: '1' });
  changelog.append(['a', null], ['c', '1']);
  changelog.shorten(3);
  await read();
  assert.deepEqual(store.rows, { c: '1' });
});

test('a standby that is to run goes on from where it is, also where nothing of it is on the disk', async (context) => {
  const { changelog, follow, promote, progress, store } = world(context, { isKept: false });
  changelog.append(['a', '1'], ['b', '1']);
  await follow();
  changelog.append(['c', '1']);
  await promote();
  assert.deepEqual(store.rows, { a: '1', b: '1', c: '1' });
  assert.deepEqual([...new Set(progress.map(({ startOffset }) => startOffset))], [2]);
});

test('what fails because the clients are closed with it is no failure of the thread', async (context) => {
  const { clients, restorer, task, failures } = world(context);
  const asked = Promise.withResolvers<void>();
  clients.listOffsets = () => {
    restorer.close();
    asked.resolve();
    return Promise.reject(errorFor('CLIENT_CLOSED'));
  };
  restorer.add(task, true);
  await asked.promise;
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(failures, []);
});

test('a store whose changelog its task reads itself has what was committed, and the rest is still to be processed', async (context) => {
  const { changelog, clients, restore, progress, store } = world(context, { isSource: true });
  changelog.append(['a', '1'], ['b', '1'], ['a', '2']);
  clients.committed = 2;
  await restore();
  assert.deepEqual(store.rows, { a: '1', b: '1' });
  assert.equal(store.kept, 1);
  assert.equal(progress.at(-1)?.endOffset, 2);
});

test('where nothing is committed such a store begins with nothing', async (context) => {
  const { changelog, restore, store } = world(context, { isSource: true });
  changelog.append(['a', '1']);
  await restore();
  assert.deepEqual(store.rows, {});
});

test('a standby leaves such a store until its task is to run', async (context) => {
  const { changelog, clients, restorer, task, promote, store } = world(context, { isSource: true });
  changelog.append(['a', '1'], ['b', '1']);
  clients.committed = 1;
  restorer.add(task, false);
  await promote();
  assert.deepEqual(store.rows, { a: '1' });
});

test('a task that is left goes on where its stores have come to, as a standby and when it is to run', async (context) => {
  const { changelog, follow, restore, restorer, task, progress, store } = world(context);
  changelog.append(['a', '1'], ['b', '1']);
  await follow();
  restorer.leave(task);
  assert.deepEqual([store.kept, restorer.has(task)], [1, false]);
  changelog.append(['c', '1']);
  await follow();
  restorer.leave(task);
  assert.equal(store.kept, 2);
  changelog.append(['d', '1']);
  await restore();
  assert.deepEqual(store.rows, { a: '1', b: '1', c: '1', d: '1' });
  assert.deepEqual([...new Set(progress.map(({ startOffset }) => startOffset))], [3]);
});
