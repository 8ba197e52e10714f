/** Where a broker and its load each have a core for themselves. */
import { execFileSync } from 'node:child_process';

/** As `taskset` counts them; whatever loads a broker runs on another. */
const BROKER_CORE = 0;

/** All threads that the process has, and with them those that it starts from now on. */
export function pinBroker(pid: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', String(BROKER_CORE), String(pid)]);
}
