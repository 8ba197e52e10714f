/** `samsa group list` (KIP-518, KIP-848). */
import type { GroupState, GroupType } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { ListGroupsOptions } from './group-command.ts';

const STATES: readonly GroupState[] = [
  'STABLE',
  'EMPTY',
  'PREPARING_REBALANCE',
  'COMPLETING_REBALANCE',
  'ASSIGNING',
  'RECONCILING',
  'NOT_READY',
  'DEAD',
];
const TYPES: readonly GroupType[] = ['CLASSIC', 'CONSUMER', 'SHARE', 'STREAMS'];

export async function listGroups(
  surroundings: Surroundings,
  words: readonly string[],
  options: ListGroupsOptions,
): Promise<void> {
  const groupStates = (options.state ?? []).map((word) => oneOf('--state', word, STATES));
  const types = (options.type ?? []).map((word) => oneOf('--type', word, TYPES));
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const groups = await admin.listGroups({ groupStates, types });
    const rows = groups
      .filter(({ groupId }) => words.length === 0 || words.some((word) => groupId.includes(word)))
      .sort((left, right) => (left.groupId < right.groupId ? -1 : 1))
      .map(({ groupId, type, groupState, protocolType }) => ({
        group: groupId,
        type,
        state: groupState,
        protocol: protocolType,
      }));
    await output.rows(
      rows,
      [{ key: 'group' }, { key: 'type', show: wordText }, { key: 'state', show: wordText }, { key: 'protocol' }],
      options,
    );
    if (rows.length === 0) tell(surroundings, 'There are no such groups.');
  });
}

/** `PREPARING_REBALANCE` → `preparing-rebalance`, as it is given, too. */
export function wordText(word: string | null): string {
  return word === null ? '-' : word.toLowerCase().replaceAll('_', '-');
}

function oneOf<T extends string>(option: string, word: string, known: readonly T[]): T {
  const constant = word.toUpperCase().replaceAll('-', '_').replaceAll(' ', '_');
  const found = known.find((name) => name === constant || name.replaceAll('_', '') === constant);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${word}: there are ${known.map((name) => wordText(name)).join(', ')}.`);
}
