/** `npm run generate`: writes all that is generated and committed, the codecs and the reference pages. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const generator of ['tools/codegen/main.ts', 'tools/reference/main.ts']) {
  const { status } = spawnSync(process.execPath, ['--conditions=source', generator], { cwd: root, stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}
