/** `samsa txn describe` (KIP-664). */
import type { TransactionDescription } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Output } from '../terminal/output.ts';
import { spanText } from '../terminal/quantities.ts';
import { printable } from '../terminal/text-width.ts';
import { stateText } from './list-transactions.ts';

export async function describeTransactions(
  surroundings: Surroundings,
  ids: readonly string[],
  options: ListOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const transactions = await admin.describeTransactions(ids);
    if (options.json === true) {
      return await output.json(
        transactions.map(({ topicPartitions, ...rest }) => ({
          ...rest,
          topicPartitions: topicPartitions.map(({ topic, partition }) => ({ topic, partition })),
        })),
      );
    }
    await output.write(transactions.map((transaction) => pageText(transaction, output)).join('\n'));
  });
}

function pageText(transaction: TransactionDescription, output: Output): string {
  const { transactionStartTimeMs: start, topicPartitions } = transaction;
  return output.facts([
    ['Transactional id', printable(transaction.transactionalId)],
    ['State', stateText(transaction.state)],
    ['Producer', `${transaction.producerId}, epoch ${transaction.producerEpoch}`],
    ['Coordinator', transaction.coordinatorId],
    ['Timeout', spanText(transaction.transactionTimeoutMs)],
    ['Open since', start === null ? null : `${new Date(start).toISOString()}, ${spanText(Date.now() - start)}`],
    ['Partitions', topicPartitions.map(({ topic, partition }) => `${topic}:${partition}`).join(', ') || null],
  ]);
}
