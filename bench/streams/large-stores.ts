/**
 * Stores in memory with many rows: as values, and in bytes. Memory, the collector's time and the processor's time of filling one
 * and of reading and replacing its rows, each in a process of its own.
 *
 *   node --conditions=source bench/streams/large-stores.ts [rows …]
 */
import { spawnSync } from 'node:child_process';
import { PerformanceObserver } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { json, string, type SyncSerde } from '../../src/serde/index.ts';
import { MemoryKeyValueStore } from '../../src/streams/stores/memory-key-value-store.ts';
import { StoreSerdes } from '../../src/streams/stores/store-serdes.ts';

interface Order {
  readonly customer: string;
  readonly total: number;
  readonly items: readonly string[];
}

const CHANGES = 1_000_000;
const orders: SyncSerde<Order> = json<Order>();

function orderOf(number: number): Order {
  return { customer: `customer-${number % 9973}`, total: number / 100, items: ['one', 'two', `item-${number}`] };
}

/** 16 bytes. */
function keyOf(number: number): string {
  return String((number * 2_654_435_761) % 4_294_967_296).padStart(16, '0');
}

function measure(rows: number, largeFrom: number): void {
  let gcMs = 0;
  let longestMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      gcMs += duration;
      longestMs = Math.max(longestMs, duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const store = new MemoryKeyValueStore<string, Order>('s', new StoreSerdes('changelog', string(), orders), largeFrom);
  let changes = 0;
  store.open({
    taskId: '0_0',
    directory: null,
    timestamp: () => 0,
    headers: () => [],
    drop: () => undefined,
    changelog: { write: (key, value) => void (changes += key.length + (value?.length ?? 0)) },
  });
  const began = process.cpuUsage();
  for (let number = 0; number < rows; number++) store.put(keyOf(number), orderOf(number), number);
  const filled = process.cpuUsage(began);
  for (let number = 0; number < CHANGES; number++) {
    const key = keyOf((number * 7919) % rows);
    const { value, timestamp } = store.get(key)!;
    store.put(key, { ...value, total: value.total + 1 }, timestamp + 1);
  }
  const all = process.cpuUsage(began);
  const cpu = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
  const rss = process.memoryUsage().rss / 1e6;
  // The collector's entries come with later turns of the event loop.
  setTimeout(() => {
    observer.disconnect();
    const change = ((cpu(all) - cpu(filled)) / CHANGES) * 1e6;
    const figures = [rss.toFixed(0), cpu(filled).toFixed(1), change.toFixed(2), gcMs.toFixed(0), longestMs.toFixed(0)];
    console.log(`| ${figures.join(' | ')} | ${store.approximateSize} |`);
  }, 200);
}

const [rows, form] = process.argv.slice(2);
if (form === 'values' || form === 'bytes') {
  measure(Number(rows), form === 'values' ? Infinity : 2 ** 20);
} else {
  console.log(
    '| rows | kept as | RSS MB | fill, CPU s | read and replace, CPU µs | collector ms | longest ms | rows |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  const sizes = process.argv.length > 2 ? process.argv.slice(2) : ['1000000', '3000000'];
  for (const size of sizes) {
    for (const kind of ['values', 'bytes']) {
      const args = ['--conditions=source', '--max-old-space-size=4096', fileURLToPath(import.meta.url), size, kind];
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      console.log(`| ${size} | ${kind} ${stdout.trim()}${stderr}`);
    }
  }
}
