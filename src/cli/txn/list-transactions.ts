/** `samsa txn list` (KIP-664, KIP-994). */
import type { TransactionState } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { ListTransactionsOptions } from './txn-command.ts';

const STATES: readonly TransactionState[] = [
  'ONGOING',
  'PREPARE_COMMIT',
  'PREPARE_ABORT',
  'COMPLETE_COMMIT',
  'COMPLETE_ABORT',
  'EMPTY',
  'PREPARE_EPOCH_FENCE',
];

export async function listTransactions(surroundings: Surroundings, options: ListTransactionsOptions): Promise<void> {
  const states = (options.state ?? []).map(stateOf);
  const { runningLongerThan } = options;
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const filter = { states, ...(runningLongerThan === undefined ? {} : { durationMs: runningLongerThan }) };
    const rows = (await admin.listTransactions(filter))
      .map((listing) => ({ ...listing }))
      .sort((left, right) => (left.transactionalId < right.transactionalId ? -1 : 1));
    await output.rows(
      rows,
      [{ key: 'transactionalId' }, { key: 'producerId' }, { key: 'state', show: (state) => stateText(String(state)) }],
      options,
    );
    if (rows.length === 0) tell(surroundings, 'There are no such transactions.');
  });
}

/** `PREPARE_COMMIT` → `prepare-commit`, as it is given, too. */
export function stateText(state: string): string {
  return state.toLowerCase().replaceAll('_', '-');
}

function stateOf(word: string): TransactionState {
  const letters = word.toUpperCase().replaceAll(/[-_ ]/g, '');
  const found = STATES.find((state) => state.replaceAll('_', '') === letters);
  if (found !== undefined) return found;
  throw new UsageError(`--state ${word}: there are ${STATES.map((state) => stateText(state)).join(', ')}.`);
}
