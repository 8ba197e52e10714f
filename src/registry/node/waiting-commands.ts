/** Commands that wait to be decided and written, in the order in which they came. */
import type { RegistryCommand } from '../registry-types.ts';
import type { Outcome } from '../state/decide/decide-together.ts';

interface Waiting {
  readonly command: RegistryCommand;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A command that was decided, and is not answered yet. */
export interface DecidedCommand {
  readonly waiting: Waiting;
  readonly outcome: Outcome;
}

export class WaitingCommands {
  #waiting: Waiting[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  get commands(): readonly RegistryCommand[] {
    return this.#waiting.map(({ command }) => command);
  }

  /** Resolves with the answer. */
  add(command: RegistryCommand): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ command, resolve, reject });
    return promise;
  }

  /** Takes out those that were decided, by their places; the others wait on. */
  take(outcomes: ReadonlyMap<number, Outcome>): readonly DecidedCommand[] {
    const taken: DecidedCommand[] = [];
    this.#waiting = this.#waiting.filter((waiting, place) => {
      const outcome = outcomes.get(place);
      if (outcome !== undefined) taken.push({ waiting, outcome });
      return outcome === undefined;
    });
    return taken;
  }

  /** They are decided anew, before all others. */
  putBack(taken: readonly DecidedCommand[]): void {
    this.#waiting = [...taken.map(({ waiting }) => waiting), ...this.#waiting];
  }

  /** The first so many have failed. */
  refuse(count: number, error: unknown): void {
    for (const { reject } of this.#waiting.splice(0, count)) reject(error);
  }
}

export function answer(taken: readonly DecidedCommand[]): void {
  for (const { waiting, outcome } of taken) {
    if ('error' in outcome) waiting.reject(outcome.error);
    else waiting.resolve(outcome.answer);
  }
}

export function refuse(taken: readonly DecidedCommand[], error: unknown): void {
  for (const { waiting } of taken) waiting.reject(error);
}
