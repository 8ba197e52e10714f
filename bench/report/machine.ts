/** On what was measured: a benchmark's figures mean nothing without it. */
import { cpus, release, totalmem, type } from 'node:os';
import { execFileSync } from 'node:child_process';

export function machineLines(): string[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${model}, ${memory} GiB, ${type()} ${release()}`,
    `Node.js ${process.versions.node}, ${javaVersion()}`,
  ];
}

function javaVersion(): string {
  try {
    return execFileSync('java', ['--version'], { encoding: 'utf8' }).split('\n')[1]?.trim() ?? 'java';
  } catch {
    return 'no java';
  }
}
