/**
 * The report of `npm test`: Node's own, and for a process that ended before its tests did what it was at, since Node
 * only knows the module that ran them.
 */
import { Readable } from 'node:stream';
import type { TestEvent } from 'node:test/reporters';
import { spec } from 'node:test/reporters';
import { LostProcesses } from './lost-processes.ts';

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const lost = new LostProcesses();
  yield* Readable.from(watched(events, lost)).compose(new spec());
  yield* lost.sentences();
}

async function* watched(events: AsyncIterable<TestEvent>, lost: LostProcesses): AsyncGenerator<TestEvent> {
  for await (const event of events) {
    lost.note(event);
    yield event;
  }
}
