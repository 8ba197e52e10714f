// generated from transaction-log.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import { unsupportedField } from '../../protocol-error.ts';
import type { Reader } from '../../reader.ts';
import type { Writer } from '../../writer.ts';

export interface TransactionLogKey {
  transactionalId: string;
}

export function newTransactionLogKey(fields?: Partial<TransactionLogKey>): TransactionLogKey {
  return { transactionalId: '', ...fields };
}

function readTransactionLogKey0(r: Reader): TransactionLogKey {
  return {
    transactionalId: r.string(),
  };
}

function writeTransactionLogKey0(w: Writer, m: TransactionLogKey): void {
  w.string(m.transactionalId);
}

export const transactionLogKey: MessageCodec<TransactionLogKey> = defineCodec({
  name: 'TransactionLogKey',
  apiKey: 0,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readTransactionLogKey0],
  writers: [writeTransactionLogKey0],
});

export interface TransactionLogValue {
  producerId: number;
  /** v1+ */
  previousProducerId: number;
  /** v1+ */
  nextProducerId: number;
  producerEpoch: number;
  /** v1+ */
  nextProducerEpoch: number;
  transactionTimeoutMs: number;
  transactionStatus: number;
  transactionPartitions: TransactionLogValuePartitionsSchema[] | null;
  transactionLastUpdateTimestampMs: number;
  transactionStartTimestampMs: number;
  /** v1+ */
  clientTransactionVersion: number;
}

export interface TransactionLogValuePartitionsSchema {
  topic: string;
  partitionIds: number[];
}

export function newTransactionLogValue(fields?: Partial<TransactionLogValue>): TransactionLogValue {
  return { producerId: 0, previousProducerId: -1, nextProducerId: -1, producerEpoch: 0, nextProducerEpoch: -1, transactionTimeoutMs: 0, transactionStatus: 0, transactionPartitions: [], transactionLastUpdateTimestampMs: 0, transactionStartTimestampMs: 0, clientTransactionVersion: 0, ...fields };
}

export function newTransactionLogValuePartitionsSchema(fields?: Partial<TransactionLogValuePartitionsSchema>): TransactionLogValuePartitionsSchema {
  return { topic: '', partitionIds: [], ...fields };
}

function readTransactionLogValuePartitionsSchemaArrayOrNull0(r: Reader, count: number): TransactionLogValuePartitionsSchema[] | null {
  if (count < 0) return null;
  const array: TransactionLogValuePartitionsSchema[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitionIds: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readTransactionLogValue0(r: Reader): TransactionLogValue {
  return {
    producerId: r.int64(),
    previousProducerId: -1,
    nextProducerId: -1,
    producerEpoch: r.int16(),
    nextProducerEpoch: -1,
    transactionTimeoutMs: r.int32(),
    transactionStatus: r.int8(),
    transactionPartitions: readTransactionLogValuePartitionsSchemaArrayOrNull0(r, r.countOrNull(6)),
    transactionLastUpdateTimestampMs: r.int64(),
    transactionStartTimestampMs: r.int64(),
    clientTransactionVersion: 0,
  };
}

function readTransactionLogValuePartitionsSchemaArrayOrNull1(r: Reader, count: number): TransactionLogValuePartitionsSchema[] | null {
  if (count < 0) return null;
  const array: TransactionLogValuePartitionsSchema[] = [];
  for (let i = 0; i < count; i++) {
    const m: TransactionLogValuePartitionsSchema = {
      topic: r.compactString(),
      partitionIds: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTransactionLogValue1(r: Reader): TransactionLogValue {
  const m: TransactionLogValue = {
    producerId: r.int64(),
    previousProducerId: -1,
    nextProducerId: -1,
    producerEpoch: r.int16(),
    nextProducerEpoch: -1,
    transactionTimeoutMs: r.int32(),
    transactionStatus: r.int8(),
    transactionPartitions: readTransactionLogValuePartitionsSchemaArrayOrNull1(r, r.compactCountOrNull(3)),
    transactionLastUpdateTimestampMs: r.int64(),
    transactionStartTimestampMs: r.int64(),
    clientTransactionVersion: 0,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.previousProducerId = r.int64();
        r.expectTagEnd(end);
        break;
      case 1:
        m.nextProducerId = r.int64();
        r.expectTagEnd(end);
        break;
      case 3:
        m.nextProducerEpoch = r.int16();
        r.expectTagEnd(end);
        break;
      case 2:
        m.clientTransactionVersion = r.int16();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeTransactionLogValuePartitionsSchemaArrayOrNull0(w: Writer, array: TransactionLogValuePartitionsSchema[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitionIds.length);
    w.int32s(m.partitionIds);
  }
}

function writeTransactionLogValue0(w: Writer, m: TransactionLogValue): void {
  w.int64(m.producerId);
  if (m.previousProducerId !== -1) throw unsupportedField('TransactionLogValue.previousProducerId');
  if (m.nextProducerId !== -1) throw unsupportedField('TransactionLogValue.nextProducerId');
  w.int16(m.producerEpoch);
  if (m.nextProducerEpoch !== -1) throw unsupportedField('TransactionLogValue.nextProducerEpoch');
  w.int32(m.transactionTimeoutMs);
  w.int8(m.transactionStatus);
  writeTransactionLogValuePartitionsSchemaArrayOrNull0(w, m.transactionPartitions);
  w.int64(m.transactionLastUpdateTimestampMs);
  w.int64(m.transactionStartTimestampMs);
  if (m.clientTransactionVersion !== 0) throw unsupportedField('TransactionLogValue.clientTransactionVersion');
}

function writeTransactionLogValuePartitionsSchemaArrayOrNull1(w: Writer, array: TransactionLogValuePartitionsSchema[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitionIds.length);
    w.int32s(m.partitionIds);
    w.uvarint(0);
  }
}

function writeTransactionLogValue1(w: Writer, m: TransactionLogValue): void {
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.int32(m.transactionTimeoutMs);
  w.int8(m.transactionStatus);
  writeTransactionLogValuePartitionsSchemaArrayOrNull1(w, m.transactionPartitions);
  w.int64(m.transactionLastUpdateTimestampMs);
  w.int64(m.transactionStartTimestampMs);
  const has0 = m.previousProducerId !== -1;
  const has1 = m.nextProducerId !== -1;
  const has2 = m.clientTransactionVersion !== 0;
  const has3 = m.nextProducerEpoch !== -1;
  w.uvarint(+has0 + +has1 + +has2 + +has3);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int64(m.previousProducerId);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int64(m.nextProducerId);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    w.int16(m.clientTransactionVersion);
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    w.int16(m.nextProducerEpoch);
    w.endTag(at3);
  }
}

export const transactionLogValue: MessageCodec<TransactionLogValue> = defineCodec({
  name: 'TransactionLogValue',
  apiKey: 0,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readTransactionLogValue0, readTransactionLogValue1],
  writers: [writeTransactionLogValue0, writeTransactionLogValue1],
});
