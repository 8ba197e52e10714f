/** What the process itself costs, under the names that Prometheus's clients for Node.js give it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { single, type MetricFamily } from '#broker';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 10;

export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#delay.enable();
  }

  families(): MetricFamily[] {
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const delay = this.#delay;
    const lag = (value: number): number => Math.max(0, value / NANOSECONDS - RESOLUTION_MS / 1000);
    const families = [
      single('counter', 'process_cpu_seconds_total', { help: 'Processor time.', value: (user + system) / 1e6 }),
      single('gauge', 'process_resident_memory_bytes', { help: 'Resident memory.', value: rss }),
      single('gauge', 'nodejs_heap_size_used_bytes', { help: 'JavaScript heap in use.', value: heapUsed }),
      single('gauge', 'nodejs_external_memory_bytes', { help: 'Buffers outside of the heap.', value: external }),
      single('gauge', 'process_uptime_seconds', { help: 'Time since the start.', value: process.uptime() }),
      single('gauge', 'nodejs_eventloop_lag_mean_seconds', {
        help: 'Mean delay of the event loop since the last look.',
        value: Number.isNaN(delay.mean) ? 0 : lag(delay.mean),
      }),
      single('gauge', 'nodejs_eventloop_lag_p99_seconds', {
        help: '99th percentile of the delay of the event loop since the last look.',
        value: lag(delay.percentile(99)),
      }),
    ];
    delay.reset();
    return families;
  }

  close(): void {
    this.#delay.disable();
  }
}
