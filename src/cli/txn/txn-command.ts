/** The words of `samsa txn`. */
import type { Command } from 'commander';
import { collectList, durationMs, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ConnectionOptions, ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ListTransactionsOptions extends ListOptions {
  readonly state?: readonly string[];
  readonly runningLongerThan?: number;
}

export interface AbortOptions extends ConnectionOptions {
  readonly topic?: string;
  readonly partition?: number;
  readonly startOffset?: number;
}

export function addTxn(program: Command, surroundings: Surroundings): void {
  const txn = program
    .command('txn')
    .summary('transactions: which are open, ending one')
    .description('Transactions: listing and describing them, and ending one that hangs.');
  const list = txn
    .command('list')
    .summary('list transactions')
    .description('Lists the transactional ids that the cluster knows, with the states of their transactions.')
    .option('--state <states>', 'only in these states, as ongoing', collectList)
    .option('--running-longer-than <time>', 'only those open for longer, as 5m (Kafka 4.0 and later)', durationMs);
  addConnectionOptions(addJsonOption(list)).action(async (options: ListTransactionsOptions) => {
    const { listTransactions } = await import('./list-transactions.ts');
    await listTransactions(surroundings, options);
  });
  const describe = txn
    .command('describe')
    .summary('print state, producer and partitions')
    .description('Prints the state of transactions, their producers and the partitions that take part.')
    .argument('<id...>', 'transactional ids');
  addConnectionOptions(addJsonOption(describe)).action(async (ids: string[], options: ListOptions) => {
    const { describeTransactions } = await import('./describe-transactions.ts');
    await describeTransactions(surroundings, ids, options);
  });
  addAbort(txn, surroundings);
}

function addAbort(txn: Command, surroundings: Surroundings): void {
  const abort = txn
    .command('abort')
    .summary('end a transaction without its records')
    .description(
      'Aborts the transaction of a transactional id, whose producer is shut out by that. One that hangs in a partition and is known to no coordinator is aborted by its place.',
    )
    .argument('[id]', 'the transactional id')
    .option('--topic <topic>', 'in place of the id: where it hangs')
    .option('--partition <number>', 'in which partition', wholeNumber(0, 0x7fffffff))
    .option('--start-offset <number>', "the transaction's first offset there", wholeNumber(0));
  addConnectionOptions(abort)
    .addHelpText(
      'after',
      '\nExamples:\n  samsa txn abort billing-1\n  samsa txn abort --topic orders --partition 3 --start-offset 12345',
    )
    .action(async (id: string | undefined, options: AbortOptions) => {
      const { abortTransaction } = await import('./abort-transaction.ts');
      await abortTransaction(surroundings, id, options);
    });
}
