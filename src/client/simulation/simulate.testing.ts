/** One world of clients from one seed; a failure says which command repeats it. */
import type { Outcome } from './outcome.testing.ts';
import { simulateRecords } from './simulate-records.testing.ts';
import { simulateTransactions } from './simulate-transactions.testing.ts';
import { ClientWorld } from './world.testing.ts';

/** `records`: producers, groups and readers around a broker that dies. `transactions`: around a model with transactions. */
export type Kind = 'records' | 'transactions';

const simulations: Readonly<Record<Kind, (seed: number, onWorld: (world: ClientWorld) => void) => Promise<Outcome>>> = {
  records: simulateRecords,
  transactions: simulateTransactions,
};

/** `onStory` is told what the clients of a world that fails have logged. */
export async function simulate(kind: Kind, seed: number, onStory?: (lines: string[]) => void): Promise<Outcome> {
  let world: ClientWorld | null = null;
  try {
    return { worlds: 1, ...(await simulations[kind](seed, (made) => (world = made))) };
  } catch (cause) {
    onStory?.((world as ClientWorld | null)?.story() ?? []);
    const again = `node --conditions=source src/client/simulation/main.testing.ts --kind ${kind} --seed ${seed}`;
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nto repeat it: ${again}`, { cause });
  }
}
