/** One world of clients from one seed; a failure says which command repeats it. */
import type { Outcome } from './outcome.testing.ts';
import { simulateRecords } from './simulate-records.testing.ts';
import { simulateTransactions } from './simulate-transactions.testing.ts';

/** `records`: producers, groups and readers around a broker that dies. `transactions`: around a model with transactions. */
export type Kind = 'records' | 'transactions';

const simulations: Readonly<Record<Kind, (seed: number) => Promise<Outcome>>> = {
  records: simulateRecords,
  transactions: simulateTransactions,
};

export async function simulate(kind: Kind, seed: number): Promise<Outcome> {
  try {
    return { worlds: 1, ...(await simulations[kind](seed)) };
  } catch (cause) {
    const again = `node --conditions=source src/client/simulation/main.testing.ts --kind ${kind} --seed ${seed}`;
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nto repeat it: ${again}`, { cause });
  }
}
