/** The side of a measured program: says when what counts begins and ends, and what it came to. */
import type { Marks, Outcome } from './measured-program.ts';

/** Runs the work and ends the process: some clients leave timers behind when they are closed. */
export async function reportOutcome(work: (marks: Marks) => Promise<Outcome>): Promise<never> {
  let startedAt = 0;
  let cpuBefore = process.cpuUsage();
  const outcome = await work({
    begin() {
      cpuBefore = process.cpuUsage();
      startedAt = performance.now();
      say({ event: 'begin' });
    },
    end() {
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system } = process.cpuUsage(cpuBefore);
      say({ event: 'end' });
      const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
      return { seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes };
    },
  });
  say({ event: 'outcome', outcome });
  process.exit(0);
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
