/**
 * What a process of `npm test` runs: its files one after the other, each as a suite of its own, so that hooks at the top
 * of a file are of this file alone and the report says where a test stands. Invariant: a process that did not come to
 * the end of its last file is a failure, even one that left with code 0. Properties are tried on the same cases in every run,
 * so that a commit is good or bad once and for all; `SAMSA_SEED=random`, or a number, tries others.
 */

import fc from 'fast-check';

const root = new URL('../../', import.meta.url);

const PROPERTY_SEED = 20_261_126;
const { SAMSA_SEED = String(PROPERTY_SEED) } = process.env;
if (SAMSA_SEED !== 'random') fc.configureGlobal({ seed: Number(SAMSA_SEED) });

/**
 * @param files paths from the root of the repository
 * @param asSuite makes the suite in the group's own module, as which events name it
 */
export async function runGroup(
  files: readonly string[],
  asSuite: (name: string, load: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const unfinished = [...files];
  process.on('exit', (code) => {
    if (unfinished.length === 0) return;
    if (code === 0) process.exitCode = 1;
    process.stderr.write(`The process of these tests left before their end: ${unfinished.join(', ')}.\n`);
  });
  for (const file of files) {
    await asSuite(file, async () => {
      await import(new URL(file, root).href);
    });
    unfinished.shift();
  }
}
