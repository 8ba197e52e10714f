/** What the drivers of JavaScript clients share: the protocol of runner/commands.ts on standard input and output. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Arguments, CommandName, DriverEvent, Reply, SpecialCommandName } from '../../runner/commands.ts';

type Handlers = { readonly [N in CommandName]: (command: Arguments<N>) => Promise<Reply<N>> };
/** The special commands are for those clients that say in the registry that they know them. */
export type Driver = Omit<Handlers, SpecialCommandName> & Partial<Pick<Handlers, SpecialCommandName>>;

export function say(message: DriverEvent | { reply: object } | { error: string }): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

/** Answers one command after the other until standard input ends, and then exits. */
export async function runDriver(version: string, driver: Driver): Promise<void> {
  say({ event: 'ready', version });
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line) as { command: CommandName };
    try {
      const run = driver[command.command] as ((command: object) => Promise<object>) | undefined;
      if (run === undefined) throw new Error(`unknown command ${command.command}`);
      say({ reply: await run(command) });
    } catch (error) {
      console.error(error);
      say({ error: describe(error) });
    }
  }
  process.exit(0);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  return [`${error.name}: ${error.message}`, ...causes.map(describe)].join('; ');
}

/** Which partitions are still to be read, and how far; by `topic:partition`. */
export class Ends {
  readonly #left: Map<string, number>;

  constructor(ends: Map<string, number>, starts: Map<string, number>) {
    this.#left = new Map([...ends].filter(([partition, end]) => (starts.get(partition) ?? 0) < end));
  }

  get isReached(): boolean {
    return this.#left.size === 0;
  }

  /** Whether the record is one to take; notes that it was. */
  take(topic: string, partition: number, offset: number): boolean {
    const name = `${topic}:${partition}`;
    const end = this.#left.get(name);
    if (end === undefined) return false;
    if (offset >= end - 1) this.#left.delete(name);
    return offset < end;
  }
}
