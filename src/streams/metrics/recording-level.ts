/** How much of what happens is measured (Kafka's metrics.recording.level); each level has those before it. */
export type RecordingLevel = 'INFO' | 'DEBUG' | 'TRACE';

const LEVELS: readonly RecordingLevel[] = ['INFO', 'DEBUG', 'TRACE'];

/** As Kafka counts them. */
export function levelNumber(level: RecordingLevel): number {
  return LEVELS.indexOf(level);
}

/** Whether what is of the one level is measured at the other. */
export function isRecorded(level: RecordingLevel, at: RecordingLevel): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(at);
}

/** How stores are measured. */
export interface MeasureStores {
  /** Milliseconds. */
  monotonic(this: void): number;
  /** Whether the ages of records that are put into them are wanted as well. */
  readonly withAges: boolean;
}

/** At a level: from DEBUG on, with the ages of records from TRACE on. */
export function measureStores(at: RecordingLevel, monotonic: (this: void) => number): MeasureStores | null {
  return isRecorded('DEBUG', at) ? { monotonic, withAges: isRecorded('TRACE', at) } : null;
}
