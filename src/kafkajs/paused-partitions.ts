/** What `pause` and `resume` have asked for: single partitions, or topics with all partitions that they will have. */
import { KafkaJSNonRetriableError } from './errors.ts';
import type { Place } from './partition-map.ts';

export interface TopicSelection {
  topic: string;
  /** All where absent. */
  partitions?: number[];
}

interface TopicState {
  isWholePaused: boolean;
  readonly paused: Set<number>;
  /** Of a topic that is paused as a whole. */
  readonly resumed: Set<number>;
}

export class PausedPartitions {
  readonly #topics = new Map<string, TopicState>();

  isPaused({ topic, partition }: Place): boolean {
    const state = this.#topics.get(topic);
    if (state === undefined) return false;
    return state.paused.has(partition) || (state.isWholePaused && !state.resumed.has(partition));
  }

  pause(selections: readonly TopicSelection[]): void {
    for (const { topic, partitions } of selections) {
      const state = this.#stateOf(topic, partitions === undefined ? true : null);
      for (const partition of partitions ?? []) {
        state.paused.add(partition);
        state.resumed.delete(partition);
      }
    }
  }

  resume(selections: readonly TopicSelection[]): void {
    for (const { topic, partitions } of selections) {
      const state = this.#stateOf(topic, partitions === undefined ? false : null);
      for (const partition of partitions ?? []) {
        state.paused.delete(partition);
        if (state.isWholePaused) state.resumed.add(partition);
      }
    }
  }

  /** With a decision about the whole topic single ones are forgotten. */
  #stateOf(topic: string, isWholePaused: boolean | null): TopicState {
    let state = this.#topics.get(topic);
    if (state === undefined) this.#topics.set(topic, (state = newState()));
    if (isWholePaused === null) return state;
    state.isWholePaused = isWholePaused;
    state.paused.clear();
    state.resumed.clear();
    return state;
  }
}

function newState(): TopicState {
  return { isWholePaused: false, paused: new Set(), resumed: new Set() };
}

/** Throws for what selects nothing. */
export function checkSelections(verb: 'pause' | 'resume', selections: readonly TopicSelection[]): void {
  for (const selection of selections) {
    const { topic, partitions }: { topic?: unknown; partitions?: unknown } = selection ?? {};
    if (typeof topic !== 'string' || topic === '') {
      throw new KafkaJSNonRetriableError(`Invalid topic ${JSON.stringify(topic ?? null)}`);
    }
    if (partitions === undefined) continue;
    if (!Array.isArray(partitions) || partitions.some((partition) => Number.isNaN(Number(partition)))) {
      throw new KafkaJSNonRetriableError(
        `Array of valid partitions required to ${verb} specific partitions instead of ${JSON.stringify(partitions)}`,
      );
    }
  }
}
