/**
 * What a share consumer says of records, as it comes in a request: ranges in order, each with one type for all of its
 * records or one for each (KIP-932). Turned into ranges of one type, or refused as a whole.
 */
import { type Acknowledgement, AcknowledgeType } from './in-flight-window.ts';

export interface AcknowledgementBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly acknowledgeTypes: readonly number[];
}

export interface AcknowledgementRules {
  /** Since version 2 of the requests (KIP-1222), and where the request says that it renews. */
  readonly mayRenew: boolean;
}

/** Null where the batches are none: out of order, of unknown types, or with too few or too many of them. */
export function readAcknowledgements(
  batches: readonly AcknowledgementBatch[],
  rules: AcknowledgementRules,
): Acknowledgement[] | null {
  const ranges: Acknowledgement[] = [];
  const highest = rules.mayRenew ? AcknowledgeType.RENEW : AcknowledgeType.REJECT;
  let previousLast = -1;
  for (const { firstOffset, lastOffset, acknowledgeTypes } of batches) {
    const size = lastOffset - firstOffset + 1;
    if (firstOffset <= previousLast || size < 1) return null;
    if (acknowledgeTypes.length !== 1 && acknowledgeTypes.length !== size) return null;
    if (acknowledgeTypes.some((type) => type < AcknowledgeType.GAP || type > highest)) return null;
    previousLast = lastOffset;
    if (acknowledgeTypes.length === 1) ranges.push({ firstOffset, lastOffset, type: acknowledgeTypes[0]! });
    else pushByType(ranges, firstOffset, acknowledgeTypes);
  }
  return ranges;
}

/** One range for each stretch of records with the same type. */
function pushByType(ranges: Acknowledgement[], firstOffset: number, types: readonly number[]): void {
  for (let start = 0; start < types.length;) {
    let end = start + 1;
    while (end < types.length && types[end] === types[start]) end++;
    ranges.push({ firstOffset: firstOffset + start, lastOffset: firstOffset + end - 1, type: types[start]! });
    start = end;
  }
}
