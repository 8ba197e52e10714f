// generated from aborted-txn.schema by tools/codegen: change that and run `npm run generate`

export interface AbortedTxn {
  producerId: number;
  firstOffset: number;
  lastOffset: number;
  lastStableOffset: number;
}
