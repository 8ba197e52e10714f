/**
 * The modules that `node --test` runs in a process each, one a group. They lie in `node_modules/.cache`, under a name made
 * of what is in them: runs at the same time do not meet, and the compile cache knows them the next time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Group } from './groups.ts';

const cache = fileURLToPath(new URL('../../node_modules/.cache/tests/', import.meta.url));

/** The paths of the modules, in the order in which the runner starts them, which is that of their names. */
export function writeGroups(groups: readonly Group[]): string[] {
  const modules = groups.map(({ name, files }) => ({ name: `${name}.mjs`, source: sourceOf(files) }));
  const folder = `${cache}${createHash('sha256').update(JSON.stringify(modules)).digest('hex').slice(0, 16)}/`;
  if (!existsSync(folder)) {
    const unready = `${cache}${process.pid}/`;
    mkdirSync(unready, { recursive: true });
    for (const { name, source } of modules) writeFileSync(`${unready}${name}`, source);
    moveTo(folder, unready);
  }
  return modules.map(({ name }) => `${folder}${name}`);
}

export function sourceOf(files: readonly string[]): string {
  const runner = new URL('run-group.ts', import.meta.url).href;
  const suites = '(name, load) => suite(name, load)';
  return `import { suite } from 'node:test';
import { runGroup } from '${runner}';
await runGroup(${JSON.stringify(files)}, ${suites});
`;
}

/** Another run may have been faster: what it wrote is the same. */
function moveTo(folder: string, unready: string): void {
  try {
    renameSync(unready, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unready, { recursive: true });
  }
}
