/** Joins by which a topology grows. */
import type { Result } from './growth.ts';
import {
  keptRows,
  type KeptRows,
  type OperationKind,
  ROWS,
  STREAM,
  TABLE,
  WINDOWS,
  WITH_HISTORY,
} from './operation-kind.ts';
import { edgeOr } from './window-kinds.ts';

const JOIN_TYPES = ['inner', 'left', 'outer'] as const;

function joined(left: Result, right: Result, spread: number): Omit<Result, 'name' | 'isUsed'> {
  const rate = (left.rate + right.rate) * spread;
  return { kind: left.kind, length: left.length + right.length + 1, rate, windows: left.windows };
}

export const joins: readonly OperationKind[] = [
  {
    name: 'ssJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const right = growing.find(STREAM, draft.with, ({ name }) => draft.choice % 8 === 7 || name !== left.name);
      const as = growing.newName();
      const [before, after, grace] = draft.numbers;
      const span = { before: edgeOr(before, 12), after: edgeOr(after, 12), grace: edgeOr(grace, 10) };
      const type = JOIN_TYPES[draft.choice % 3];
      return growing.add(
        { op: 'ssJoin', as, from: left.name, with: right.name, type, ...span },
        joined(left, right, 3),
      );
    },
  },
  {
    name: 'stJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const isWaiting = draft.choice % 3 !== 0;
      if (draft.choice % 3 === 2) growing.source('table', { ...draft, choice: WITH_HISTORY });
      const right = growing.find(TABLE, draft.with);
      const as = growing.newName();
      const type = JOIN_TYPES[draft.choice % 2];
      const { history } = right;
      const waits = history !== undefined && isWaiting ? { grace: draft.numbers[0] % (history + 1) } : {};
      const operation = { op: 'stJoin', as, from: left.name, with: right.name, type, ...waits };
      return growing.add(operation, { ...joined(left, right, 1), rate: left.rate });
    },
  },
  {
    name: 'gJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const right = growing.find(['global'], draft.with);
      const as = growing.newName();
      const operation = { op: 'gJoin', as, from: left.name, with: right.name, type: JOIN_TYPES[draft.choice % 2] };
      return growing.add(operation, { ...joined(left, right, 1), rate: left.rate });
    },
  },
  {
    name: 'ttJoin',
    add(growing, draft) {
      const left = growing.find(ROWS, draft.from);
      const isRow = left.kind === 'table';
      const kinds = isRow ? TABLE : WINDOWS;
      const right = growing.find(
        kinds,
        draft.with,
        ({ name, windows: of }) => name !== left.name && of === left.windows,
      );
      const as = growing.newName();
      if (left.windows !== right.windows) return null;
      const type = JOIN_TYPES[draft.choice % 3];
      const { given, history }: KeptRows = isRow ? keptRows(as, draft.numbers[0], draft.numbers) : { given: {} };
      const result = { ...joined(left, right, 1), kind: isRow ? 'table' : 'derivedWindows', history } as const;
      return growing.add({ op: 'ttJoin', as, from: left.name, with: right.name, type, ...given }, result);
    },
  },
  {
    name: 'fkJoin',
    add(growing, draft) {
      const left = growing.find(TABLE, draft.from);
      const right = growing.find(TABLE, draft.with, ({ name }) => name !== left.name);
      const as = growing.newName();
      const type = JOIN_TYPES[draft.choice % 2];
      const { given, history } = keptRows(as, draft.numbers[0], draft.numbers);
      const divided = draft.choice % 6 === 5 ? { isDivided: true } : {};
      const operation = { op: 'fkJoin', as, from: left.name, with: right.name, type, ...given, ...divided };
      return growing.add(operation, { ...joined(left, right, 4), history });
    },
  },
];
