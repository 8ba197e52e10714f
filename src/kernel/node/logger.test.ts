import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { createLogger } from './logger.ts';
import type { LoggerOptions } from './logger.ts';

const clock: Clock = { now: () => Date.UTC(2026, 10, 25, 15, 54, 1, 123), monotonic: () => 0 };

function logged(options: LoggerOptions, work: (logger: Logger) => void): string {
  let text = '';
  work(createLogger(clock, { ...options, stream: { write: (chunk) => (text += chunk), isTTY: false } }));
  return text;
}

test('a human line has time, level, component, sentence and fields', () => {
  const text = logged({ format: 'human' }, (logger) =>
    logger
      .component('log')
      .info('Recovered a segment', { topic: 'orders', bytes: 12, reason: 'torn tail', not: undefined }),
  );
  assert.equal(
    text,
    '2026-11-25 15:54:01.123 INFO  [log] Recovered a segment topic=orders bytes=12 reason="torn tail"\n',
  );
});

test('a JSON line has the same, one object a line, and no field takes the place of another', () => {
  const text = logged({ format: 'auto' }, (logger) => logger.warn('Odd', { level: 'x', ok: true, n: 1 }));
  assert.deepEqual(JSON.parse(text), {
    time: '2026-11-25T15:54:01.123Z',
    level: 'warn',
    message: 'Odd',
    level_: 'x',
    ok: true,
    n: 1,
  });
});

test('format auto is human on a terminal', () => {
  let text = '';
  createLogger(clock, { stream: { write: (chunk) => (text += chunk), isTTY: true } }).error('No');
  assert.equal(text, '2026-11-25 15:54:01.123 ERROR No\n');
});

test('levels go by component', () => {
  const text = logged({ format: 'json', level: 'warn', components: { log: 'debug' } }, (logger) => {
    logger.info('hidden');
    logger.component('network').info('hidden');
    logger.component('constructor').info('hidden');
    logger.component('log').debug('shown');
    assert.ok(!logger.isEnabled('info') && logger.isEnabled('error') && logger.component('log').isEnabled('debug'));
  });
  assert.deepEqual(text.match(/hidden|shown/g), ['shown']);
});

test('nothing that a client sends can forge a line or drive the terminal', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('a', '\n', '\r', '\x1b[2J', '\u202e', '\u2028', '\x9b', '\ud800', '"', '\\', '\0'),
  });
  fc.assert(
    fc.property(nasty, nasty, fc.constantFrom('human' as const, 'json' as const), (message, value, format) => {
      const text = logged({ format }, (logger) => logger.info(message, { value }));
      assert.match(text, /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*\n$/u);
      if (format === 'json') assert.deepEqual([JSON.parse(text).message, JSON.parse(text).value], [message, value]);
    }),
  );
});

test('a text of a megabyte becomes a line of a few thousand characters', () => {
  for (const format of ['human', 'json'] as const) {
    const text = logged({ format }, (logger) => logger.info('x'.repeat(1_000_000), { value: 'y '.repeat(500_000) }));
    assert.ok(text.length < 5_000);
    assert.match(text, /998000 more characters/);
  }
});
