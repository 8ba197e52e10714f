/** How many records of a task's stores were restored, and how many are left, out of what is told of the progress. */
import type { RestoreProgress } from '../thread/restorer.ts';
import type { TaskMetrics } from './task-metrics.ts';

export class RestoreMetrics {
  /** By changelog: where it stands. */
  readonly #offsets = new Map<string, { readonly taskId: string; offset: number; left: number }>();

  told(progress: RestoreProgress, metrics: TaskMetrics): void {
    const { taskId, topic, startOffset, offset, endOffset } = progress;
    const key = `${taskId} ${topic}`;
    const known = this.#offsets.get(key);
    const from = known === undefined || offset < known.offset || offset === startOffset ? startOffset : known.offset;
    const left = Math.max(0, endOffset - offset);
    metrics.restored.total += offset - from;
    metrics.toRestore += left - (known?.left ?? 0);
    if (left === 0) this.#offsets.delete(key);
    else this.#offsets.set(key, { taskId, offset, left });
  }

  /** The task is gone. */
  forget(taskId: string): void {
    for (const [key, one] of this.#offsets) if (one.taskId === taskId) this.#offsets.delete(key);
  }
}
