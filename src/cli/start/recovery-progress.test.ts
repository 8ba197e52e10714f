/** A start shows what it recovers once that takes longer than a second. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#kernel';
import { createLogger } from '#kernel/node';
import { RecoveryProgress } from './recovery-progress.ts';

const recovery = { logsDone: 10, logsTotal: 40, bytesChecked: 500e6 };

class Output {
  readonly isTTY: boolean;
  readonly columns = 62;
  text = '';
  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

class FakeClock implements Clock {
  ms = 0;
  now(): number {
    return this.ms;
  }
  monotonic(): number {
    return this.ms;
  }
}

function progressOn(output: Output): { readonly clock: FakeClock; readonly progress: RecoveryProgress } {
  const clock = new FakeClock();
  const logger = createLogger(clock, { format: 'json', stream: output });
  return { clock, progress: new RecoveryProgress({ clock, logger }, output) };
}

test('on a terminal nothing is shown for a second, then one line that is written over and taken away', () => {
  const terminal = new Output(true);
  const { clock, progress } = progressOn(terminal);
  progress.show(recovery);
  assert.equal(terminal.text, '');
  clock.ms = 2000;
  progress.show(recovery);
  assert.equal(terminal.text, '\r\u001B[KRecovering logs: 10 of 40 partitions, 500 MB checked at 250 M');
  progress.end();
  assert.equal(String(terminal.text).slice(-5), 'M\r\u001B[K');
});

test('elsewhere it is a log line every five seconds', () => {
  const file = new Output(false);
  const { clock, progress } = progressOn(file);
  for (clock.ms = 0; clock.ms <= 11_000; clock.ms += 500) progress.show(recovery);
  progress.end();
  const lines = file.text.trimEnd().split('\n');
  assert.equal(lines.length, 3);
  assert.match(lines[1] ?? '', /Recovering logs: 10 of 40 partitions, 500 MB checked at 83 MB\/s, about 18 s left/);
});
