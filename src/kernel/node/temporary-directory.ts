/** Where the system wants files that need not outlive it. */
import { tmpdir } from 'node:os';

export function temporaryDirectory(): string {
  return tmpdir();
}
