/** Joins of streams and tables. */
import { string } from '#serde';
import { GlobalTable } from '#streams';
import { keptAs, namedAs, numberOf, type CaseOperation, type Operation } from './topology-case.ts';

const TEXT = string();
const KEPT = { key: TEXT, value: TEXT };

const joined = (left: string | null, right: string | null): string => `${left}-${right}`;

function kindOf({ op, ['type']: kind }: CaseOperation): 'inner' | 'left' | 'outer' {
  if (kind === 'inner' || kind === 'left' || kind === 'outer') return kind;
  throw new Error(`${op} has no type ${String(kind)}`);
}

export const joinOperations: Readonly<Record<string, Operation>> = {
  ssJoin(operation, built) {
    const left = built.stream(operation.from);
    const right = built.stream(operation.with);
    const [before, after, grace] = ['before', 'after', 'grace'].map((name) => numberOf(operation, name));
    const { ['store']: base } = operation;
    const names = { ...namedAs(operation), ...(typeof base === 'string' ? { store: base } : {}) };
    const options = { ...names, before: before!, after: after!, grace: grace!, key: TEXT, left: TEXT, right: TEXT };
    switch (kindOf(operation)) {
      case 'inner':
        return left.join(right, joined, options);
      case 'left':
        return left.leftJoin(right, joined, options);
      case 'outer':
        return left.outerJoin(right, joined, options);
    }
  },
  stJoin(operation, built) {
    const stream = built.stream(operation.from);
    const table = built.table(operation.with);
    const waits = operation['grace'] === undefined ? {} : { grace: numberOf(operation, 'grace') };
    const options = { ...KEPT, ...namedAs(operation), ...waits };
    return kindOf(operation) === 'inner'
      ? stream.joinTable(table, joined, options)
      : stream.leftJoinTable(table, joined, options);
  },
  gJoin(operation, built) {
    const stream = built.stream(operation.from);
    const table = built.named(operation.with);
    if (!(table instanceof GlobalTable)) throw new Error(`${operation.with} is no global table`);
    const rowKey = (value: string | null): string | null => value?.slice(0, 1) ?? null;
    return kindOf(operation) === 'inner'
      ? stream.joinGlobal(table as GlobalTable<string, string>, rowKey, joined, namedAs(operation))
      : stream.leftJoinGlobal(table as GlobalTable<string, string>, rowKey, joined, namedAs(operation));
  },
  ttJoin(operation, built) {
    const left = built.table(operation.from);
    const right = built.table(operation.with);
    const kept = { value: TEXT, ...namedAs(operation), ...keptAs(operation) };
    switch (kindOf(operation)) {
      case 'inner':
        return left.join(right, joined, kept);
      case 'left':
        return left.leftJoin(right, joined, kept);
      case 'outer':
        return left.outerJoin(right, joined, kept);
    }
  },
  fkJoin(operation, built) {
    const left = built.table(operation.from);
    const right = built.table(operation.with);
    const foreignKey = (value: string): string | null => (value.startsWith('~') ? null : value.split(':', 1)[0]!);
    const byLength = (_topic: string, key: string, count: number): number => key.length % count;
    const divided = operation['isDivided'] === true ? { partitioner: byLength, otherPartitioner: byLength } : {};
    const kept = { ...KEPT, ...namedAs(operation), ...keptAs(operation), ...divided };
    return kindOf(operation) === 'inner'
      ? left.joinByForeignKey(right, foreignKey, joined, kept)
      : left.leftJoinByForeignKey(right, foreignKey, joined, kept);
  },
};
