/** How long a broker takes from the start of its process to the first answer. */
import { setTimeout as delay } from 'node:timers/promises';
import { startOfProcessMs } from './process-usage.ts';
import { askApiVersions } from './broker-client.ts';

const DEADLINE_MS = 60_000;
const PAUSE_MS = 2;

/** Resolves when ApiVersions is answered. Throws what `gaveUp` says, or past a minute. */
export async function untilAnswered(port: number, gaveUp: () => string | null): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await askApiVersions(port);
    } catch (error) {
      const reason = gaveUp();
      if (reason !== null) throw new Error(reason, { cause: error });
      if (performance.now() > end) throw error;
    }
    await delay(PAUSE_MS);
  }
}

export function millisecondsSinceStart(pid: number): number {
  return Number(process.hrtime.bigint() / 1_000_000n) - startOfProcessMs(pid);
}
