/**
 * One subject at one sample in a process of its own: `worker.ts SUBJECT FOLDER URL MILLIS SAMPLE`; values a second of
 * processor time as JSON, so that what else the machine does counts as little as it can.
 */
import { samples } from './data.ts';
import { codingOf, type Subject } from './subjects.ts';

const [subject = '', folder = '', url = '', millis = '', name = ''] = process.argv.slice(2);
const VALUES_PER_LOOK = 100;

const coding = await codingOf(subject as Subject, { sample: samples[name]!, url, folder });
const rates: Record<string, number> = {};
if (coding !== null) {
  const { serialize, deserialize, deserializeEvolved } = coding;
  rates['serialize'] = await rateOf(serialize);
  rates['deserialize'] = await rateOf(deserialize);
  if (deserializeEvolved !== null) rates['deserialize with a reader schema'] = await rateOf(deserializeEvolved);
}
process.stdout.write(`${JSON.stringify(rates)}\n`);
process.exit(0);

/** Half as long for warm-up as what counts. */
async function rateOf(work: () => unknown): Promise<number> {
  await valuesWithin(work, Number(millis) / 2);
  return valuesWithin(work, Number(millis));
}

async function valuesWithin(work: () => unknown, limitMs: number): Promise<number> {
  const isPromised = work() instanceof Promise;
  const start = process.cpuUsage();
  let count = 0;
  let elapsed = 0;
  while (elapsed < limitMs) {
    for (let i = 0; i < VALUES_PER_LOOK; i++) {
      if (isPromised) await work();
      else work();
    }
    count += VALUES_PER_LOOK;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return (count * 1000) / elapsed;
}
