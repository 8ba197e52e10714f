/** How to start a broker for tests. Everything has a default: `await startSamsa()`. */
import type { LogLevel } from '#kernel';

/** A topic with one partition, or one with all that it shall have. */
export type TestTopic =
  | string
  | {
      readonly name: string;
      /** 1 where absent. */
      readonly partitions?: number;
      readonly configs?: Readonly<Record<string, string>>;
    };

export interface SamsaOptions {
  /** Created before `startSamsa` resolves. Other topics come into being when they are first used, as usual. */
  readonly topics?: readonly TestTopic[];
  /** Keeps the data in this directory instead of in memory, and finds there what an earlier broker left. */
  readonly directory?: string;
  /** On 127.0.0.1; a free one where absent. */
  readonly port?: number;
  /** Configs of the broker by Kafka's names, as in `server.properties`; they are stronger than what is set here. */
  readonly configs?: Readonly<Record<string, string>>;
  /** What the broker logs on standard error: `error` where absent. */
  readonly logLevel?: LogLevel;
}
