/**
 * Applications on a broker, from their start to the end of topics that were filled before, beside Kafka Streams. Each runs in a
 * process of its own, that has run one like it over other topics before, on one core; the broker has the other. Results are
 * counted and summed, and must be the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../report/progress.ts';
import type { Samples } from '../report/rows.ts';
import { type ApplicationCase, type ApplicationPlan, caseName, COMMIT_MS, GUARANTEES } from './application-plan.ts';
import { ApplicationProcess } from './application-process.ts';
import { mustBeSame, type Results } from './results.ts';
import { type BrokerAddress, closeInputs, deleteTopicsOf, makeInputs, makeTopic, readResults } from './topics.ts';
import { type StreamsRow, streamsRow } from './topologies.ts';
import { watchResults } from './watch-results.ts';

const QUIET_MS = 4000;
const WARM_QUIET_MS = 1500;
/** Of these the first result is told: what comes before it is the same for the others. */
const STARTS = ['stateless', 'count'];

export interface ApplicationSetting {
  readonly address: BrokerAddress;
  readonly plan: ApplicationPlan;
  /** The words that run a process, by whose it is. */
  readonly subjects: Readonly<Record<string, readonly string[]>>;
  readonly samples: Samples;
  readonly progress: Progress;
}

let runs = 0;

/** Both, one after the other. */
export async function measureCase(setting: ApplicationSetting, one: ApplicationCase): Promise<void> {
  const results: Results[] = [];
  for (const [subject, command] of Object.entries(setting.subjects)) {
    setting.progress.step(`${caseName(one)}: ${subject}`);
    results.push(await runCase({ ...setting, one, subject, command }));
  }
  mustBeSame(caseName(one), results);
}

interface CaseRun extends ApplicationSetting {
  readonly one: ApplicationCase;
  readonly subject: string;
  readonly command: readonly string[];
}

async function runCase(run: CaseRun): Promise<Results> {
  const { one, address, plan, command } = run;
  const { row: name, guarantee, stores } = one;
  const row = streamsRow(name);
  const directory = mkdtempSync(join(tmpdir(), 'samsa-bench-state-'));
  const settings = [name, address.bootstrap, GUARANTEES[guarantee], stores, directory, String(COMMIT_MS[guarantee])];
  const records = plan.records * (row.share ?? 1);
  const warm = await inputsOf(address, row, { records: plan.warmupRecords * (row.share ?? 1), isShared: true });
  const suffix = await inputsOf(address, row, { records, isShared: row.waits !== true });
  const application = new ApplicationProcess([...command, ...settings]);
  try {
    await warmUp(run, application, warm);
    return await measure(run, application, { row, records, suffix });
  } finally {
    await application.end();
    rmSync(directory, { recursive: true, force: true });
  }
}

const filled = new Set<string>();

/** The suffix of topics with so many records, made where they are not there yet. */
async function inputsOf(
  address: BrokerAddress,
  row: StreamsRow,
  { records, isShared }: { records: number; isShared: boolean },
): Promise<string> {
  const suffix = `-of-${row.inputs.length}-${records}${isShared ? '' : `-run-${++runs}`}`;
  const nameOf = (topic: string): string => topic + suffix;
  const key = row.inputs.map(nameOf).join();
  if (!filled.has(key)) await makeInputs(address, { row, records, nameOf });
  filled.add(key);
  return suffix;
}

/** A first application of the process, and so when the first result comes where nothing is warm. */
async function warmUp(run: CaseRun, application: ApplicationProcess, suffix: string): Promise<void> {
  const { one, address, samples, subject } = run;
  const id = `bench-${++runs}`;
  const out = `${id}-out`;
  await makeTopic(address, out);
  const startedAt = await application.start({ id, suffix, out });
  const { firstAt } = await watchResults(application, { address, out, quietMs: WARM_QUIET_MS });
  if (one.guarantee === 'at least once' && one.stores === 'memory' && STARTS.includes(one.row)) {
    const add = (what: string, value: number): void =>
      samples.add({ row: `${one.row}, ${what}`, unit: 'ms', better: 'lower' }, subject, value);
    add('from start() to the first result', firstAt - startedAt);
    add('from the start of the process to the first result', firstAt - application.spawnedAt);
  }
  await application.close();
  await deleteTopicsOf(address, id);
}

async function measure(
  { one, address, samples, subject }: CaseRun,
  application: ApplicationProcess,
  { row, records, suffix }: { row: StreamsRow; records: number; suffix: string },
): Promise<Results> {
  const id = `bench-${++runs}`;
  const out = `${id}-out`;
  await makeTopic(address, out);
  const cpuBefore = application.cpuSeconds;
  const startedAt = await application.start({ id, suffix, out });
  const { firstAt, lastAt, cpuSeconds, end } = await watchResults(application, { address, out, quietMs: QUIET_MS });
  const { peakMegabytes } = application;
  if (row.waits === true) {
    await closeInputs(address, { row, records, nameOf: (topic) => topic + suffix });
    await watchResults(application, { address, out, from: end, quietMs: QUIET_MS });
  }
  await application.close();
  const results = await readResults(address, out);
  await deleteTopicsOf(address, id);
  const place = caseName(one);
  const add = (what: string, unit: string, better: 'higher' | 'lower', value: number): void =>
    samples.add({ row: what === '' ? place : `${place}, ${what}`, unit, better }, subject, value);
  add('', 's of CPU/million', 'lower', ((cpuSeconds - cpuBefore) * 1e6) / records);
  add('rate', 'records/s', 'higher', (records / (lastAt - firstAt)) * 1000);
  add('RSS', 'MB', 'lower', peakMegabytes);
  if (startedAt > firstAt) throw new Error(`${place}: results came before the start`);
  return results;
}
