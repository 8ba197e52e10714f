import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestMemory } from './request-memory.ts';

class Sender {
  isReading = true;
  heldBytes = 0;
  resumeReading(): void {
    this.isReading = true;
  }
  send(memory: RequestMemory, bytes: number): void {
    this.heldBytes += bytes;
    if (!memory.take(bytes, this)) this.isReading = false;
  }
}

test('senders above the bound stop, and read on in the order they stopped when answers make room', () => {
  const memory = new RequestMemory(100, 0);
  const [busy, first, second] = [new Sender(), new Sender(), new Sender()];
  memory.requestBegan();
  busy.send(memory, 90);
  first.send(memory, 20);
  second.send(memory, 20);
  assert.deepEqual([busy.isReading, first.isReading, second.isReading], [true, false, false]);
  memory.release(30);
  assert.deepEqual([first.isReading, second.isReading], [true, true]);
});

test('frames that are only half here cannot block each other: one sender at a time reads past the bound', () => {
  const memory = new RequestMemory(100, 0);
  const senders = Array.from({ length: 5 }, () => new Sender());
  for (const sender of senders) sender.send(memory, 40);
  const reading = senders.filter((sender) => sender.isReading);
  assert.equal(reading.length, 3, 'two within the bound, one past it');
  const privileged = senders[2]!;
  privileged.send(memory, 500);
  assert.ok(privileged.isReading);
  memory.requestBegan();
  memory.requestEnded();
  memory.release(540);
  assert.ok(senders[3]!.isReading, 'the next one reads on once the first is answered');
});

test('a closed connection gives its place to the next', () => {
  const memory = new RequestMemory(10, 0);
  const [first, second] = [new Sender(), new Sender()];
  first.send(memory, 20);
  second.send(memory, 20);
  assert.deepEqual([first.isReading, second.isReading], [true, false]);
  memory.release(20);
  memory.forget(first);
  assert.ok(second.isReading);
});

test('a sender that holds little is never stopped, whatever others have sent and not finished', () => {
  const memory = new RequestMemory(100, 10);
  const [large, small] = [new Sender(), new Sender()];
  large.send(memory, 1000);
  small.send(memory, 10);
  assert.ok(small.isReading);
  small.send(memory, 1);
  assert.ok(!small.isReading);
});
