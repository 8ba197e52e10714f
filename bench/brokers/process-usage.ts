/** What a process has used, from Linux's /proc (proc(5)). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Seconds of processor time in user and kernel mode since the start, all threads. */
export function cpuSeconds(pid: number): number {
  return (statField(pid, 14) + statField(pid, 15)) / ticksPerSecond();
}

/** When the process started, in milliseconds of the monotonic clock; exact to one tick of the system, 10 ms. */
export function startOfProcessMs(pid: number): number {
  return (statField(pid, 22) / ticksPerSecond()) * 1000;
}

/** By the numbers of proc(5), from 1. */
function statField(pid: number, number: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name of the program in parentheses, may hold anything.
  const fromThird = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fromThird[number - 3]);
}

let ticks = 0;

function ticksPerSecond(): number {
  if (ticks === 0) ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return ticks;
}

/** Memory in use now, and the most there ever was, in MB (10^6 bytes). */
export function residentMegabytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { now: kilobytes(status, 'VmRSS') / 1000, peak: kilobytes(status, 'VmHWM') / 1000 };
}

function kilobytes(status: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc has no ${name}`);
  return Number(kibibytes) * 1.024;
}
