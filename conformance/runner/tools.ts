/** Whether this machine has a tool, and running what prepares a client; what is built is kept outside the checkout. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The machine lacks what a client needs: a reason to skip it, not a failure of the broker. */
export class MissingTool extends Error {}

export function requireTool(name: string, ...versionArguments: string[]): void {
  const { error } = spawnSync(name, versionArguments, { stdio: 'ignore' });
  if (error !== undefined) throw new MissingTool(`${name} is not installed`);
}

export interface Output {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly deadlineMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, past the deadline with SIGKILL. Its exit code is for the caller to judge. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const [program = '', ...programArguments] = command;
    const environment = { ...process.env, ...options.environment };
    const child = spawn(program, programArguments, { cwd: options.cwd, env: environment, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    const deadlineMs = options.deadlineMs ?? 60_000;
    const timer = setTimeout(() => {
      stderr.push(Buffer.from(`\nkilled after ${deadlineMs / 1000} s`));
      child.kill('SIGKILL');
    }, deadlineMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** What it printed; anything but exit code 0 throws with the end of what it said. */
export async function runBinary(command: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await run(command, options);
  if (code === 0) return stdout;
  const said = `${stderr.slice(-2000)}${stdout.subarray(-2000).toString()}`;
  throw new Error(`${command.join(' ')} ended with ${code}:\n${said}`);
}

export async function runOrThrow(command: readonly string[], options: RunOptions = {}): Promise<string> {
  return (await runBinary(command, options)).toString();
}

/**
 * A directory in the user's cache, named after what it was made from: `build` fills a new one where the sources have changed
 * or it was never finished.
 */
export async function cached(
  name: string,
  sources: readonly string[],
  build: (directory: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source)).update('\0');
  const parent = join(homedir(), '.cache', 'samsa-conformance');
  const directory = join(parent, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(directory)) return directory;
  mkdirSync(parent, { recursive: true });
  const unfinished = `${directory}.${process.pid}`;
  try {
    await build(unfinished);
    renameSync(unfinished, directory);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return directory;
}
