// generated from aborted-txn.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AbortedTxn {
  producerId: number;
  firstOffset: number;
  lastOffset: number;
  lastStableOffset: number;
}

export function newAbortedTxn(fields?: Partial<AbortedTxn>): AbortedTxn {
  return { producerId: 0, firstOffset: 0, lastOffset: 0, lastStableOffset: 0, ...fields };
}

function readAbortedTxn0(r: Reader): AbortedTxn {
  return {
    producerId: r.int64(),
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    lastStableOffset: r.int64(),
  };
}

function writeAbortedTxn0(w: Writer, m: AbortedTxn): void {
  w.int64(m.producerId);
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int64(m.lastStableOffset);
}

export const abortedTxn: MessageCodec<AbortedTxn> = defineCodec({
  name: 'AbortedTxn',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readAbortedTxn0],
  writers: [writeAbortedTxn0],
});
