/**
 * One client under one workload in a process of its own: `worker.ts CLIENT BOOTSTRAP TOPIC ROW-AS-JSON`. Writes a line of
 * JSON when what counts begins, and one when it has ended.
 */
import { loadClient } from './clients/index.ts';
import { probeConsume, probeProduce } from './clients/probe.ts';
import { consumeRow } from './consume-work.ts';
import { produceRow } from './produce-work.ts';
import type { WorkRow } from './plan.ts';

/** What one run came to; of what counts only, the warm-up excluded. */
export interface Outcome {
  readonly records: number;
  readonly seconds: number;
  /** User and kernel, all threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** Of single calls, where one is made at a time. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Records acknowledged in all, the warm-up included. */
  readonly acknowledged?: number;
}

export interface Marks {
  begin(): void;
  /** Since `begin`. */
  end(): Pick<Outcome, 'seconds' | 'cpuSeconds' | 'peakMegabytes'>;
}

const [name = '', bootstrap = '', topic = '', json = ''] = process.argv.slice(2);
const row = JSON.parse(json) as WorkRow;
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

let startedAt = 0;
let cpuBefore = process.cpuUsage();
const marks: Marks = {
  begin() {
    cpuBefore = process.cpuUsage();
    startedAt = performance.now();
    say({ event: 'begin' });
  },
  end() {
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    say({ event: 'end' });
    return {
      seconds,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
    };
  },
};

say({ event: 'outcome', outcome: await (name === 'probe' ? probe() : measure()) });
// Some clients leave timers behind when they are closed.
process.exit(0);

async function probe(): Promise<Outcome> {
  if (row.kind === 'produce') return probeProduce(bootstrap, topic, { row, marks });
  return probeConsume(bootstrap, topic, { row, marks });
}

async function measure(): Promise<Outcome> {
  const open = await loadClient(name);
  const client = await open(bootstrap);
  return row.kind === 'produce'
    ? produceRow(await client.openProducer(topic), { row, marks })
    : consumeRow(client, { row, topic, marks });
}
