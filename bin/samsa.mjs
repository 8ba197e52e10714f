#!/usr/bin/env node
/**
 * The `samsa` command. A published package runs its compiled `dist/`; a checkout runs its sources as they are, with
 * the compile cache that makes them start as fast as compiled ones. Plain JavaScript that Node.js 20 understands, so
 * that an older Node.js gets a sentence instead of a syntax error.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { findNode, isNewEnough, nodeIsTooOld, runInForeground } from './runtime.mjs';

const source = new URL('../src/cli/main.ts', import.meta.url);
const isCheckout = existsSync(source);
const node = findNode();

if (node === null) {
  process.stderr.write(`${nodeIsTooOld()}\n`);
  process.exitCode = 1;
} else if (isNewEnough) {
  module.enableCompileCache();
  if (isCheckout) useSources();
  await import(isCheckout ? source : new URL('../dist/cli/main.js', import.meta.url));
} else {
  runInForeground(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}

/** As `--conditions=source` does, without a second process: `#log` becomes src/log/index.ts. */
function useSources() {
  module.registerHooks({
    resolve(specifier, context, next) {
      return next(specifier, { ...context, conditions: [...context.conditions, 'source'] });
    },
  });
}
