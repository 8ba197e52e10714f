/**
 * Removes from `dist/` what the compiler made of sources that are no more: it never deletes anything, and whatever lies
 * there would be packed. Plain JavaScript for Node.js 20, as all that runs before a package is there.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const module of readdirSync(`${root}src`)) {
  const compiled = `${root}dist/${module}`;
  if (!existsSync(compiled)) continue;
  for (const name of readdirSync(compiled, { recursive: true })) {
    const [, source] = /^(.*?)(?:\.d)?\.[jt]s$/.exec(name) ?? [];
    if (source !== undefined && !existsSync(`${root}src/${module}/${source}.ts`))
      rmSync(`${compiled}/${name}`, { force: true });
  }
}
