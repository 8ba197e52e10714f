/** On what was measured: a benchmark's figures mean nothing without it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { execFileSync } from 'node:child_process';

export function machineLines(): string[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${model}, ${memory} GiB, ${type()} ${release()}`,
    `Node.js ${process.versions.node}, ${javaVersion()}, ${PACKAGES.map(versionOf).join(', ')}`,
  ];
}

/** Peers that come as packages. */
const PACKAGES = ['kafkajs', '@platformatic/kafka', 'avsc'];

function versionOf(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      const manifest = JSON.parse(readFileSync(`${path}/${name}/package.json`, 'utf8')) as { version: string };
      return `${name} ${manifest.version}`;
    } catch {
      // Not in this folder of packages: perhaps in the next one.
    }
  }
  return `no ${name}`;
}

function javaVersion(): string {
  try {
    return execFileSync('java', ['--version'], { encoding: 'utf8' }).split('\n')[1]?.trim() ?? 'java';
  } catch {
    return 'no java';
  }
}
