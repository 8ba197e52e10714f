/**
 * How fast a store comes back from its changelog: an application counts, ends, and starts again in another process with nothing
 * on its disk. What is timed is from the first to the last word of the library's own listener, in a process that is not warm:
 * whoever restores has just started.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplicationSetting } from './application-bench.ts';
import { type ApplicationCase, COMMIT_MS } from './application-plan.ts';
import { type ApplicationEvent, ApplicationProcess } from './application-process.ts';
import { deleteTopicsOf, makeInputs, makeTopic, PARTITIONS } from './topics.ts';
import { streamsRow } from './topologies.ts';
import { watchResults } from './watch-results.ts';

const QUIET_MS = 4000;
const DEADLINE_MS = 120_000;
const ROW = 'count';

export async function measureRestore(setting: ApplicationSetting, stores: ApplicationCase['stores']): Promise<void> {
  for (const [subject, command] of Object.entries(setting.subjects)) {
    setting.progress.step(`restore, ${stores}: ${subject}`);
    await runRestore(setting, { stores, subject, command });
  }
}

interface Restored {
  readonly stores: ApplicationCase['stores'];
  readonly subject: string;
  readonly command: readonly string[];
}

async function runRestore(setting: ApplicationSetting, { stores, subject, command }: Restored): Promise<void> {
  const { address, plan, samples } = setting;
  const id = `restored-${subject}-${stores}-${Math.round(performance.now())}`;
  const application = { id, suffix: `-of-${id}`, out: `${id}-out` };
  const records = plan.restoredRecords;
  await makeInputs(address, { row: streamsRow(ROW), records, nameOf: (topic) => topic + application.suffix });
  await makeTopic(address, application.out);
  await inProcess(async (first) => {
    await first.start(application);
    await watchResults(first, { address, out: application.out, quietMs: QUIET_MS });
    await first.close();
  });
  await inProcess(async (second) => {
    await second.start(application);
    await second.event('restoring');
    const cpuBefore = second.cpuSeconds;
    const restored = await allRestored(second);
    const cpuSeconds = second.cpuSeconds - cpuBefore;
    const seconds = (restored.at - (await second.event('restoring')).at) / 1000;
    const count = sumOf(second.events);
    if (count !== records) throw new Error(`${id}: ${count} of ${records} records were restored`);
    const row = `restore, ${stores}`;
    samples.add({ row, unit: 'records/s', better: 'higher' }, subject, records / seconds);
    const used = { row: `${row}, CPU`, unit: 's of CPU/million', better: 'lower' } as const;
    samples.add(used, subject, (cpuSeconds * 1e6) / records);
    samples.add({ row: `${row}, RSS`, unit: 'MB', better: 'lower' }, subject, second.peakMegabytes);
  });
  await deleteTopicsOf(address, id);

  /** With a directory of its own, that is empty. */
  async function inProcess(work: (process: ApplicationProcess) => Promise<void>): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'samsa-bench-state-'));
    const settings = [ROW, address.bootstrap, 'at_least_once', stores, directory, String(COMMIT_MS['at least once'])];
    const begun = new ApplicationProcess([...command, ...settings]);
    try {
      await work(begun);
    } finally {
      await begun.end();
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

/** The last word. */
async function allRestored(application: ApplicationProcess): Promise<ApplicationEvent> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const ended = application.events.filter(({ event }) => event === 'restored');
    if (ended.length === PARTITIONS) return ended.at(-1)!;
    application.check();
    if (performance.now() > end) throw new Error(`${ended.length} of ${PARTITIONS} partitions were restored in time`);
    await new Promise((resolve) => void setTimeout(resolve, 2));
  }
}

function sumOf(events: readonly ApplicationEvent[]): number {
  return events.reduce((sum, { event, records = 0 }) => sum + (event === 'restored' ? records : 0), 0);
}
