/**
 * Tells, from the events of a run, which processes ended before their tests did, and where: Node reports the module that
 * ran the tests, and nothing where a test of the same process had failed before.
 */
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestEvent } from 'node:test/reporters';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Running {
  /** The test file, from the root of the repository. */
  readonly file: string;
  /** What it is at: a test within the tests and suites around it. */
  readonly tests: string[];
}

export class LostProcesses {
  /** By the path of the group's module. */
  readonly #running = new Map<string, Running>();

  note({ type, data }: TestEvent): void {
    if (type !== 'test:dequeue' && type !== 'test:complete') return;
    const { file = '', name, nesting } = data;
    if (nesting === 0) {
      // A suite bears the name of its test file; the module's own events, which end it, that of the module.
      if (basename(file) === basename(name)) return;
      if (type === 'test:complete') this.#running.delete(file);
      else this.#running.set(file, { file: name, tests: [] });
      return;
    }
    const tests = this.#testsOf(file);
    if (type === 'test:dequeue') tests?.push(name);
    else tests?.splice(tests.lastIndexOf(name), 1);
  }

  /** One for each process that was at something when the run ended. */
  sentences(): string[] {
    return [...this.#running].map(
      ([group, { file, tests }]) =>
        `\n✖ A process ended in ${[file, ...tests].join(' › ')}, and what comes after it in ${group} did not run: ` +
        `begin with npm test -- ${file}\n`,
    );
  }

  #testsOf(file: string): string[] | undefined {
    return [...this.#running.values()].find((running) => resolve(root, running.file) === file)?.tests;
  }
}
