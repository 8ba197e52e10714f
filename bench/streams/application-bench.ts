/**
 * Applications on a broker, from their start to the end of topics that were filled before, beside Kafka Streams. Each runs in a
 * process of its own, that has run one like it over other topics before, on one core; the broker has the other. Results are
 * counted and summed, and must be the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../report/progress.ts';
import type { RowKind, Samples } from '../report/rows.ts';
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
  const taken: (() => void)[] = [];
  for (const [subject, command] of Object.entries(setting.subjects)) {
    setting.progress.step(`${caseName(one)}: ${subject}`);
    const add: AddSample = (kind, value) => void taken.push(() => setting.samples.add(kind, subject, value));
    results.push(await runCase({ ...setting, one, add, command, atLeast: results[0]?.outputs ?? 0 }));
  }
  mustBeSame(caseName(one), results);
  for (const take of taken) take();
}

/**
 * Lets each run an application that does not count, so that none is the first that the broker ever serves: a broker in a JVM
 * takes three times as long for that one.
 */
export async function warmBroker(setting: ApplicationSetting): Promise<void> {
  const one: ApplicationCase = { row: 'stateless', guarantee: 'at least once', stores: 'memory' };
  for (const [subject, command] of Object.entries(setting.subjects)) {
    setting.progress.step(`broker: ${subject}`);
    await withWarmApplication({ ...setting, one, command, add: () => undefined, atLeast: 0 }, () => Promise.resolve());
  }
}

type AddSample = (kind: RowKind, value: number) => void;

interface CaseRun extends ApplicationSetting {
  readonly one: ApplicationCase;
  readonly command: readonly string[];
  /** Counts where the results of all are the same. */
  readonly add: AddSample;
  /** Results that the one before had. */
  readonly atLeast: number;
}

async function runCase(run: CaseRun): Promise<Results> {
  const { one, address, plan } = run;
  const row = streamsRow(one.row);
  const records = plan.records * (row.share ?? 1);
  const suffix = await inputsOf(address, row, { records, isShared: row.waits !== true });
  return withWarmApplication(run, (application) => measure(run, application, { row, records, suffix }));
}

/** In a process that goes with it, and has run one like it before. */
async function withWarmApplication<T>(run: CaseRun, use: (application: ApplicationProcess) => Promise<T>): Promise<T> {
  const { one, address, plan, command } = run;
  const { row: name, guarantee, stores } = one;
  const row = streamsRow(name);
  const directory = mkdtempSync(join(tmpdir(), 'samsa-bench-state-'));
  const settings = [name, address.bootstrap, GUARANTEES[guarantee], stores, directory, String(COMMIT_MS[guarantee])];
  const warm = await inputsOf(address, row, { records: plan.warmupRecords * (row.share ?? 1), isShared: true });
  const application = new ApplicationProcess([...command, ...settings]);
  try {
    await warmUp(run, application, warm);
    return await use(application);
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
  const { one, address, plan, add } = run;
  const row = streamsRow(one.row);
  const id = `bench-${++runs}`;
  const out = `${id}-out`;
  await makeTopic(address, out);
  const startedAt = await application.start({ id, suffix, out });
  const atLeast = row.isOneToOne === true ? plan.warmupRecords : 0;
  const { firstAt } = await watchResults(application, { address, out, atLeast, quietMs: WARM_QUIET_MS });
  if (one.guarantee === 'at least once' && one.stores === 'memory' && STARTS.includes(one.row)) {
    const addTime = (what: string, value: number): void =>
      add({ row: `${one.row}, ${what}`, unit: 'ms', better: 'lower' }, value);
    addTime('from start() to the first result', firstAt - startedAt);
    addTime('from the start of the process to the first result', firstAt - application.spawnedAt);
  }
  await application.close();
  await deleteTopicsOf(address, id);
}

async function measure(
  { one, address, add, atLeast: before }: CaseRun,
  application: ApplicationProcess,
  { row, records, suffix }: { row: StreamsRow; records: number; suffix: string },
): Promise<Results> {
  const id = `bench-${++runs}`;
  const out = `${id}-out`;
  await makeTopic(address, out);
  const cpuBefore = application.cpuSeconds;
  const startedAt = await application.start({ id, suffix, out });
  const atLeast = row.isOneToOne === true ? records : row.waits === true ? 0 : before;
  const watch = { address, out, quietMs: QUIET_MS };
  const { firstAt, lastAt, cpuSeconds, end } = await watchResults(application, { ...watch, atLeast });
  const { peakMegabytes } = application;
  if (row.waits === true) {
    await closeInputs(address, { row, records, nameOf: (topic) => topic + suffix });
    await watchResults(application, { ...watch, from: end });
  }
  await application.close();
  const results = await readResults(address, out);
  await deleteTopicsOf(address, id);
  const place = caseName(one);
  const addRow = (what: string, unit: string, better: 'higher' | 'lower', value: number): void =>
    add({ row: what === '' ? place : `${place}, ${what}`, unit, better }, value);
  addRow('', 's of CPU/million', 'lower', ((cpuSeconds - cpuBefore) * 1e6) / records);
  addRow('rate', 'records/s', 'higher', (records / (lastAt - firstAt)) * 1000);
  addRow('RSS', 'MB', 'lower', peakMegabytes);
  if (startedAt > firstAt) throw new Error(`${place}: results came before the start`);
  return results;
}
