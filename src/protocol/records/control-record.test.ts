import assert from 'node:assert/strict';
import test from 'node:test';
import * as recordBatch from './batch-header.ts';
import { BatchCheck, checkBatch } from './check-batch.ts';
import {
  buildEndTxnMarkerBatch,
  ControlRecordType,
  controlTypeOfKey,
  coordinatorEpochOfMarker,
  encodeControlKey,
} from './control-record.ts';
import { RecordCursor } from './record-cursor.ts';

for (const committed of [true, false]) {
  test(`a transaction's ${committed ? 'commit' : 'abort'} marker is a control batch of one record`, () => {
    const batch = buildEndTxnMarkerBatch({
      committed,
      baseOffset: 44,
      partitionLeaderEpoch: 2,
      timestamp: 1_700_000_000_000,
      producerId: 7,
      producerEpoch: 3,
      coordinatorEpoch: 12,
    });
    assert.equal(checkBatch(batch, 0, batch.length), BatchCheck.OK);
    assert.equal(recordBatch.isControlBatch(batch, 0), true);
    assert.equal(recordBatch.isTransactional(batch, 0), true);
    assert.equal(recordBatch.baseSequence(batch, 0), -1);
    assert.equal(recordBatch.lastOffset(batch, 0), 44);
    const cursor = new RecordCursor();
    cursor.open(batch, 0, 0);
    assert.equal(cursor.next(), true);
    assert.equal(cursor.controlType, committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT);
    assert.equal(controlTypeOfKey(cursor.key!), cursor.controlType);
    assert.equal(coordinatorEpochOfMarker(cursor.value!), 12);
  });
}

test('keys and markers too short to have a type or an epoch answer -1', () => {
  assert.equal(controlTypeOfKey(new Uint8Array(3)), -1);
  assert.equal(controlTypeOfKey(encodeControlKey(5)), 5);
  assert.equal(coordinatorEpochOfMarker(new Uint8Array(5)), -1);
});
