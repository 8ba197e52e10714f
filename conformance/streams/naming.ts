/**
 * How operations of a grown topology are called: each has a name or none, and so have the topics of its groups and its stores; and
 * where a store has none, there may be a `Materialized` for it all the same, for which Kafka uses up numbers of generated names.
 */
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import type { Embellish, ResultKind } from './growth.ts';

/** Bits of a number. */
const NAMED = 1;
const GROUPED = 2;
const KEPT = 4;
const STORED = 8;

const GROUPING = /^(count|groupBy|groupedTwice|agg|reduce|win|sliding|session|unlimited|cogroup|tableGroup\w+)$/;
const AGGREGATING = /^(count|groupBy|win|sliding|session|unlimited)$/;
/** Of rows by key. */
const KEEPING = /^(table|toTable|filterLen|mapValuesT|transformValuesT|ttJoin|fkJoin)$/;
/** Their name goes elsewhere, or they have none. */
const NAMELESS = /^(repartition|toWindows|groupedTwice)$/;

/** Operations have the numbers in turns; none of them is called anything where there are none. */
export function embellishing(numbers: readonly number[]): Embellish {
  let count = 0;
  return (operation, kind) => {
    const index = count++;
    const choice = numbers.length === 0 ? 0 : numbers[index % numbers.length]!;
    return choice === 0 ? operation : { ...operation, ...namesOf(operation, kind, { choice, index }) };
  };
}

function namesOf(
  { op, ['store']: store }: CaseOperation,
  kind: ResultKind | null,
  { choice, index }: { readonly choice: number; readonly index: number },
): Readonly<Record<string, unknown>> {
  const isKept = AGGREGATING.test(op) || (KEEPING.test(op) && kind === 'table');
  return {
    // Of the changelog of one that holds back the order is not compared, which is told by its name.
    ...((choice & NAMED) !== 0 && !NAMELESS.test(op)
      ? { named: op.startsWith('suppress') ? `called-SUPPRESS-${index}` : `called-${index}` }
      : {}),
    ...((choice & GROUPED) !== 0 && GROUPING.test(op) ? { grouping: `group-${index}` } : {}),
    ...((choice & KEPT) !== 0 && isKept && store === undefined ? { materialized: true } : {}),
    ...((choice & STORED) !== 0 && op === 'ssJoin' ? { store: `join-${index}` } : {}),
  };
}
