import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalHost } from './host-address.ts';

test('spellings of one IPv6 address are the same, and everything else stays as it is', () => {
  for (const spelling of ['::1', '0:0:0:0:0:0:0:1', '0000:0000::0001']) {
    assert.equal(canonicalHost(spelling), '0:0:0:0:0:0:0:1');
  }
  assert.equal(canonicalHost('2001:DB8::a:0:1'), '2001:db8:0:0:0:a:0:1');
  assert.equal(canonicalHost('::ffff:10.0.0.1'), '0:0:0:0:0:ffff:a00:1');
  assert.equal(canonicalHost('fe80::1%eth0'), 'fe80:0:0:0:0:0:0:1%eth0');
  for (const other of ['127.0.0.1', '*', 'broker.example.com', 'a::b::c', '1:2:3', 'gg::1:2:3:4:5:6:7']) {
    assert.equal(canonicalHost(other), other);
  }
});
