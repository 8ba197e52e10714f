/**
 * `samsa txn abort`: by its transactional id, which also shuts its producer out (KIP-360, as fenceProducers), or by its
 * place, for a transaction that hangs in a partition although no coordinator knows of it (KIP-664).
 */
import type { Admin } from '#client';
import { KafkaError } from '#kernel';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { stateText } from './list-transactions.ts';
import type { AbortOptions } from './txn-command.ts';

export async function abortTransaction(
  surroundings: Surroundings,
  id: string | undefined,
  options: AbortOptions,
): Promise<void> {
  const place = placeOf(options);
  if ((id === undefined) === (place === null)) {
    throw new UsageError('Say which: its transactional id, or --topic, --partition and --start-offset.');
  }
  await withAdmin(surroundings, options, async ({ admin }) => {
    if (place !== null) await abortAt(admin, place);
    else if (id !== undefined) await abortById(admin, id);
  });
  tell(surroundings, 'The transaction is aborted.');
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly startOffset: number;
}

function placeOf({ topic, partition, startOffset }: AbortOptions): Place | null {
  if (topic === undefined && partition === undefined && startOffset === undefined) return null;
  if (topic === undefined || partition === undefined || startOffset === undefined) {
    throw new UsageError('--topic, --partition and --start-offset go together.');
  }
  return { topic, partition, startOffset };
}

async function abortById(admin: Admin, id: string): Promise<void> {
  const [transaction] = await admin.describeTransactions([id]);
  if (transaction?.state === 'ONGOING') await admin.fenceProducers([id]);
  else {
    const state = stateText(transaction?.state ?? 'EMPTY');
    throw new KafkaError('INVALID_TXN_STATE', `${id} has no open transaction, its state is ${state}`);
  }
}

async function abortAt(admin: Admin, { topic, partition, startOffset }: Place): Promise<void> {
  const [described] = await admin.describeProducers([{ topic, partition }]);
  const open = (described?.activeProducers ?? []).filter((one) => one.currentTransactionStartOffset !== null);
  const producer = open.find((one) => one.currentTransactionStartOffset === startOffset);
  if (producer === undefined) {
    const others = open.map((one) => one.currentTransactionStartOffset).join(', ');
    const hint = others === '' ? 'none is open there' : `those open there begin at ${others}`;
    throw new KafkaError(
      'INVALID_TXN_STATE',
      `no transaction begins at offset ${startOffset} of ${topic}:${partition}; ${hint}`,
    );
  }
  const { producerId, producerEpoch, coordinatorEpoch } = producer;
  await admin.abortTransaction({
    topic,
    partition,
    producerId,
    producerEpoch,
    coordinatorEpoch: coordinatorEpoch ?? 0,
  });
}
