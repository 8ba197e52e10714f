/** What the options of `samsa start` make of the config and the logger. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { StartOptions } from './start-command.ts';
import { loggerOptions, startConfig } from './start-settings.ts';

const defaults: StartOptions = { logLevel: 'info', logFormat: 'auto' };

test('--listen, --data and --insecure are short for their configs, and -o is stronger', () => {
  const options = { ...defaults, listen: '0.0.0.0:1234', data: 'there', insecure: true };
  const { config } = startConfig(undefined, options);
  assert.deepEqual(config.logDirs, ['there']);
  assert.equal(config.listeners[0]?.host, '0.0.0.0');
  assert.equal(config.listeners[0]?.port, 1234);
  const stronger = startConfig(undefined, { ...options, option: new Map([['log.dirs', 'elsewhere']]) });
  assert.deepEqual(stronger.config.logDirs, ['elsewhere']);
});

test('--listen takes a port alone and IPv6', () => {
  const addressOf = (listen: string): unknown => {
    const [listener] = startConfig(undefined, { ...defaults, listen }).config.listeners;
    return [listener?.host, listener?.port];
  };
  assert.deepEqual(addressOf('9093'), ['localhost', 9093]);
  assert.deepEqual(addressOf('[::1]:9093'), ['::1', 9093]);
});

test('without a file the first member of a group does not wait for others', () => {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-settings-'));
  const file = join(directory, 'empty.properties');
  writeFileSync(file, '\n');
  assert.equal(startConfig(undefined, defaults).config.values.groupInitialRebalanceDelayMs, 0);
  assert.equal(startConfig(file, defaults).config.values.groupInitialRebalanceDelayMs, 3000);
  rmSync(directory, { recursive: true });
});

test('--log-level takes levels of single components', () => {
  assert.deepEqual(loggerOptions({ ...defaults, logLevel: 'warn,network=debug' }), {
    level: 'warn',
    components: Object.assign(Object.create(null), { network: 'debug' }),
    format: 'auto',
  });
});
