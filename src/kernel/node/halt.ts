/**
 * The hard stop: one line, then the process is gone with exit code 70 (EX_SOFTWARE of sysexits.h). No exit hook runs, so
 * nothing can leave a clean-shutdown mark behind a state that is not clean. Standard error is synchronous for files,
 * terminals and (but on Windows) pipes, so the line is out before the end.
 */
import { inspect } from 'node:util';
import type { Logger } from '../logger.ts';

export const HALT_EXIT_CODE = 70;

export function nodeHalt(logger: Logger): (reason: string, cause?: unknown) => never {
  return (reason, cause) => {
    try {
      logger.error(`Halting: ${reason}`, cause === undefined ? {} : { cause: inspect(cause) });
    } finally {
      process.removeAllListeners('exit');
      process.exit(HALT_EXIT_CODE);
    }
  };
}
