import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ANONYMOUS } from '../authorization.ts';
import { ClientMeters } from './client-meters.ts';
import { ClientQuotas, type QuotaSubject } from './client-quotas.ts';
import { QuotaTable, type QuotaEntity } from './quota-table.ts';
import { SampledRate, throttleMs } from './sampled-rate.ts';
import { TokenBucket } from './token-bucket.ts';

const WINDOW = { samples: 11, sampleMs: 1000 };
const SETTINGS = { window: WINDOW, controllerWindow: WINDOW };
const START = 1_700_000_000_000;
const LIMIT = 1000;

test('rates, throttle times and credits are those of Kafka to the millisecond', () => {
  const lines = readFileSync(new URL('../../../testdata/quota-rates.txt', import.meta.url), 'utf8').split('\n');
  let meters = { key: '', rate: new SampledRate(WINDOW), bucket: new TokenBucket(WINDOW) };
  let count = 0;
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue;
    const [samples = 0, seconds = 0, at = 0, twice = 0, rate = 0, window = 0, throttle = 0, tokens = 0] = line
      .split(' ')
      .map(Number);
    const key = `${samples} ${seconds}`;
    if (meters.key !== key) {
      const settings = { samples, sampleMs: seconds * 1000 };
      meters = { key, rate: new SampledRate(settings), bucket: new TokenBucket(settings) };
    }
    const now = START + at;
    meters.rate.record(twice / 2, now);
    meters.bucket.take(twice / 2, LIMIT, now);
    assert.ok(Math.abs(meters.rate.rate(now) - rate) < 1e-9 * Math.max(1, Math.abs(rate)), line);
    assert.equal(meters.rate.windowMs(now), window, line);
    assert.equal(throttleMs(meters.rate, LIMIT, now), throttle, line);
    assert.ok(Math.abs(meters.bucket.tokens(LIMIT, now) - tokens) < 1e-6, line);
    count++;
  }
  assert.equal(count, 360);
});

test('the most specific quota counts, in the eight steps from user and client to any client', () => {
  const steps: QuotaEntity[] = [
    { user: 'u', clientId: 'c' },
    { user: 'u', clientId: null },
    { user: 'u' },
    { user: null, clientId: 'c' },
    { user: null, clientId: null },
    { user: null },
    { clientId: 'c' },
    { clientId: null },
  ];
  for (let weakest = 0; weakest < steps.length; weakest++) {
    const table = new QuotaTable();
    for (let step = weakest; step < steps.length; step++) table.set(steps[step]!, step);
    assert.equal(table.resolve('u', 'c')?.limit, weakest);
  }
  const table = new QuotaTable();
  steps.forEach((entity, step) => table.set(entity, step));
  assert.deepEqual(
    [table.resolve('u', 'other')?.limit, table.resolve('v', 'c')?.limit, table.resolve('v', 'other')?.limit],
    [1, 3, 4],
  );
  assert.deepEqual([table.resolve('u', '')?.limit, table.resolve('v', '')?.limit], [2, 5]);
});

test('clients of a user share its quota, users of a client id share that of the id, pairs have each their own', () => {
  const key = (entity: QuotaEntity, user: string, clientId: string): string => {
    const table = new QuotaTable();
    table.set(entity, 1);
    return table.resolve(user, clientId)!.meterKey;
  };
  assert.equal(key({ user: null }, 'u', 'a'), key({ user: null }, 'u', 'b'));
  assert.notEqual(key({ user: null }, 'u', 'a'), key({ user: null }, 'v', 'a'));
  assert.equal(key({ clientId: null }, 'u', 'a'), key({ clientId: null }, 'v', 'a'));
  assert.notEqual(key({ user: null, clientId: null }, 'u', 'a'), key({ user: null, clientId: null }, 'u', 'b'));
  assert.notEqual(key({ user: null, clientId: null }, 'a b', 'c'), key({ user: null, clientId: null }, 'a', 'b c'));
});

test('a name that looks like a default or like two names is nobody else', () => {
  const table = new QuotaTable();
  table.set({ user: '*' }, 1);
  table.set({ user: 'a', clientId: 'b' }, 2);
  assert.equal(table.resolve('other', 'c'), null);
  assert.equal(table.resolve('a =1 b', ''), null);
});

function subject(name: string, clientId: string | null, now: number): QuotaSubject {
  return { client: { principal: { ...ANONYMOUS, name } }, clientId, now, throttleTimeMs: 0 };
}

/** A client that sends as fast as it may, for a while; bytes a second after the first window. */
function drive(quotas: ClientQuotas, { chunk, seconds }: { chunk: number; seconds: number }): number {
  let now = START;
  let bytes = 0;
  const warm = START + 30_000;
  const end = warm + seconds * 1000;
  while (now < end) {
    const one = subject('u', 'c', now);
    quotas.chargeProduce(one, chunk, now);
    if (now >= warm) bytes += chunk;
    now += 1 + one.throttleTimeMs;
  }
  return bytes / ((now - warm) / 1000);
}

test('a producer that obeys its throttle times comes to its quota within two per cent, whether it sends much or little at a time', () => {
  for (const chunk of [100, 5000, 40_000]) {
    const quotas = new ClientQuotas(SETTINGS);
    quotas.setQuotas([{ entity: { user: 'u' }, quotas: new Map([['producer_byte_rate', 50_000]]) }]);
    const rate = drive(quotas, { chunk, seconds: 600 });
    assert.ok(Math.abs(rate / 50_000 - 1) < 0.02, `${chunk} bytes at a time: ${rate} bytes a second`);
  }
});

test('a fetch that is over the quota does not count, and one within what the window allows is let through', () => {
  const quotas = new ClientQuotas(SETTINGS);
  quotas.setQuotas([{ entity: { clientId: null }, quotas: new Map([['consumer_byte_rate', 1000]]) }]);
  assert.equal(quotas.maxFetchBytes(subject('u', 'c', START), START), 10_000);
  const charge = (bytes: number, now: number): number => {
    const one = subject('u', 'c', now);
    quotas.chargeFetch(one, bytes, now);
    return one.throttleTimeMs;
  };
  assert.equal(charge(10_000, START), 0);
  assert.equal(charge(5000, START), 5000);
  assert.equal(charge(5000, START), 5000);
  assert.equal(charge(5000, START + 11_000), 0);
});

test('no request quota makes a client wait longer than one sample', () => {
  const quotas = new ClientQuotas(SETTINGS);
  quotas.setQuotas([{ entity: { user: null }, quotas: new Map([['request_percentage', 1]]) }]);
  const one = subject('u', null, START);
  quotas.chargeRequest(one, 50, START);
  assert.equal(one.throttleTimeMs, 0);
  quotas.chargeRequest(one, 60_000, START);
  assert.equal(one.throttleTimeMs, 1000);
});

test('creating partitions beyond the credits is refused to who knows the error, and only delayed for who does not', () => {
  const quotas = new ClientQuotas(SETTINGS);
  quotas.setQuotas([{ entity: { user: 'u' }, quotas: new Map([['controller_mutation_rate', 1]]) }]);
  let now = START;
  const clock = (): number => now;
  const strict = subject('u', 'c', now);
  const quota = quotas.mutationQuota(strict, true, clock)!;
  assert.equal(quota.tryTake(20), true);
  assert.deepEqual([quota.tryTake(1), strict.throttleTimeMs], [false, 9000]);
  const permissive = subject('u', 'c', now);
  assert.equal(quotas.mutationQuota(permissive, false, clock)!.tryTake(1), true);
  assert.equal(permissive.throttleTimeMs, 10_000);
  now += 10_000;
  assert.equal(quotas.mutationQuota(subject('u', 'c', now), true, clock)!.tryTake(1), true);
  assert.equal(quotas.mutationQuota(subject('other', 'c', now), true, clock), null);
});

test('a changed limit is held against what was measured before, and without quotas nothing is measured', () => {
  const quotas = new ClientQuotas(SETTINGS);
  const set = (rate: number): void =>
    quotas.setQuotas([{ entity: { user: 'u' }, quotas: new Map([['producer_byte_rate', rate]]) }]);
  assert.equal(quotas.isActive, false);
  set(1000);
  assert.equal(quotas.isActive, true);
  quotas.chargeProduce(subject('u', 'c', START), 10_000, START);
  set(500);
  const one = subject('u', 'c', START);
  quotas.chargeProduce(one, 0, START);
  assert.equal(one.throttleTimeMs, 10_000);
  quotas.setQuotas([]);
  assert.equal(quotas.isActive, false);
});

test('what a client sends under ever new ids is forgotten once it idles', () => {
  let made = 0;
  const meters = new ClientMeters(11_000, () => {
    made++;
    return new SampledRate(WINDOW);
  });
  meters.setQuotas([{ entity: { clientId: null }, limit: 1 }]);
  for (let i = 0; i < 120_000; i++) meters.find('u', `c${i}`, START + i)?.meter.record(1, START + i);
  assert.equal(made, 120_000);
  assert.ok(meters.size < 30_000, `${meters.size} meters are kept`);
});
