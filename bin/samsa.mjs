#!/usr/bin/env node
/**
 * The `samsa` command: one file, compiled and cached, which a checkout makes anew when its sources have changed. Plain
 * JavaScript that Node.js 20 understands, so that an older Node.js gets a sentence instead of a syntax error.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { findNode, isNewEnough, nodeIsTooOld, runInForeground } from './runtime.mjs';

const node = findNode();

if (node === null) {
  process.stderr.write(`${nodeIsTooOld()}\n`);
  process.exitCode = 1;
} else if (isNewEnough) {
  module.enableCompileCache();
  await makeBundle();
  await import('../dist/bundle/samsa.mjs');
} else {
  runInForeground(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}

/** A published package has no sources, and needs none. */
async function makeBundle() {
  const maker = new URL('../tools/bundle.mjs', import.meta.url);
  if (!existsSync(maker)) return;
  const { ensureBundle } = await import(maker.href);
  ensureBundle();
}
