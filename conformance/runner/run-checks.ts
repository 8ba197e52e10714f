/** Runs checks, a few lanes beside each other, prints a line for each, and counts how they went. */
import type { Check } from './context.ts';
import { MissingTool } from './tools.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Checks of the client suite that need what the broker does not serve. */
  notServed: number;
  readonly failures: string[];
  /** Of the checks that have run. */
  readonly names: Set<string>;
}

export interface RunOptions {
  readonly concurrency: number;
  readonly gaps: ReadonlyMap<string, string>;
  readonly tally: Tally;
}

export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<void> {
  const lanes = [...Map.groupBy(checks, ({ lane }) => lane).values()];
  const worker = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      for (const check of lane) await runCheck(check, options);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
}

async function runCheck(check: Check, { gaps, tally }: RunOptions): Promise<void> {
  const start = performance.now();
  tally.names.add(check.name);
  const gap = gaps.get(check.name);
  let failure: string | undefined;
  try {
    await check.run();
    if (gap !== undefined) failure = 'it passes, but stands in known-gaps.json: remove it there';
  } catch (error) {
    if (error instanceof MissingTool) {
      tally.skipped++;
      return console.log(`skip  ${check.name}: ${error.message}`);
    }
    if (gap === undefined) failure = error instanceof Error ? error.message : String(error);
  }
  const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (failure === undefined) {
    tally.passed++;
    console.log(gap === undefined ? `ok    ${check.name}  ${took}` : `gap   ${check.name}  ${took}: ${gap}`);
    return;
  }
  tally.failed++;
  const line = `${check.name}: ${failure}`;
  tally.failures.push(line);
  console.log(`FAIL  ${check.name}  ${took}: ${failure}`);
}
