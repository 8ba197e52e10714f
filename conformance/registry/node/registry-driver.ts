/** The loop of a driver of serdes: one command a line, one answer a line. */
import { createInterface } from 'node:readline';
import { say } from '../../clients/node/driver.ts';
import type { ReadWithSchema, WriteWithSchema } from '../commands.ts';

export interface RegistryDriver {
  writeWithSchema(command: WriteWithSchema): Promise<void>;
  readWithSchema(command: ReadWithSchema): Promise<{ values: unknown[] }>;
}

export async function runRegistryDriver(version: string, driver: RegistryDriver): Promise<void> {
  say({ event: 'ready', version });
  for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...given } = JSON.parse(line) as { command: keyof RegistryDriver };
    try {
      const run = driver[command] as (given: object) => Promise<object | undefined>;
      say({ reply: (await run(given)) ?? {} });
    } catch (error) {
      console.error(error);
      say({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  }
  process.exit(0);
}
