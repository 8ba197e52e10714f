/** Listeners by Kafka's rules, and Samsa's two of its own: closed controller listeners, no open door to the network. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseBrokerConfig } from './broker-config.ts';
import type { ListenerConfig } from './listeners.ts';

function listenersOf(options: Record<string, string>): readonly ListenerConfig[] {
  return parseBrokerConfig({ options, hostName: 'box.example' }).config.listeners;
}

function refused(options: Record<string, string>, sentence: RegExp): void {
  assert.throws(() => listenersOf(options), { code: 'INVALID_CONFIG', message: sentence });
}

describe('listeners', () => {
  test('the default is localhost on both address families', () => {
    const [listener, ...others] = listenersOf({});
    assert.deepEqual(listener?.bindHosts, ['127.0.0.1', '::1']);
    assert.equal(listener?.port, 9092);
    assert.equal(listener?.advertisedHost, 'localhost');
    assert.equal(listener?.advertisedPort, 9092);
    assert.deepEqual(others, []);
  });

  test('several listeners with names of their own each get the protocol the map gives them', () => {
    const listeners = listenersOf({
      listeners: 'INSIDE://127.0.0.1:9092,outside://[::1]:9094',
      'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:plaintext',
      'advertised.listeners': 'OUTSIDE://broker.example:19094',
    });
    assert.deepEqual(
      listeners.map(({ name, host, port }) => [name, host, port]),
      [
        ['INSIDE', '127.0.0.1', 9092],
        ['OUTSIDE', '::1', 9094],
      ],
    );
    assert.deepEqual(
      listeners.map(({ advertisedHost, advertisedPort }) => [advertisedHost, advertisedPort]),
      [
        ['127.0.0.1', 9092],
        ['broker.example', 19094],
      ],
    );
  });

  test('one port serves IPv4 and IPv6 under two names, and nothing else twice', () => {
    const map = { 'listener.security.protocol.map': 'A:PLAINTEXT,B:PLAINTEXT' };
    assert.equal(listenersOf({ ...map, listeners: 'A://127.0.0.1:9092,B://[::1]:9092' }).length, 2);
    refused(
      { ...map, listeners: 'A://127.0.0.1:9092,B://localhost:9092' },
      /A:\/\/127.0.0.1:9092 and B:.* the same port/,
    );
    refused({ ...map, listeners: 'A://127.0.0.1:9092,A://127.0.0.1:9093' }, /the name A stands there twice/);
  });

  test('a port of 0 advertises the port that will be bound', () => {
    assert.equal(listenersOf({ listeners: 'PLAINTEXT://127.0.0.1:0' })[0]?.advertisedPort, null);
  });

  test('the listeners of a KRaft controller stay closed', () => {
    const kraft = {
      'process.roles': 'broker,controller',
      'controller.quorum.voters': '1@localhost:9093',
      'controller.listener.names': 'CONTROLLER',
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      'inter.broker.listener.name': 'PLAINTEXT',
    };
    const listeners = listenersOf({ ...kraft, listeners: 'PLAINTEXT://localhost:9092,CONTROLLER://:9093' });
    assert.deepEqual(
      listeners.map(({ name }) => name),
      ['PLAINTEXT'],
    );
    refused({ ...kraft, listeners: 'CONTROLLER://:9093' }, /names no listener for clients/);
  });

  for (const host of ['', '0.0.0.0', '[::]', '192.0.2.7', 'box.example', '[2001:db8::1]', '127.0.0.1.example']) {
    test(`a listener on "${host}", which other machines can reach, is refused unless samsa.insecure allows it`, () => {
      const options = { listeners: `PLAINTEXT://${host}:9092` };
      refused(options, /can be reached from other machines.*listen on localhost.*--insecure/);
      assert.equal(listenersOf({ ...options, 'samsa.insecure': 'true' }).length, 1);
    });
  }

  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]', '[0:0:0:0:0:0:0:1]']) {
    test(`a listener on "${host}" needs no permission`, () => {
      assert.equal(listenersOf({ listeners: `PLAINTEXT://${host}:9092` }).length, 1);
    });
  }

  test("a listener on all addresses advertises this machine's name", () => {
    const [listener] = listenersOf({ listeners: 'PLAINTEXT://:9092', 'samsa.insecure': 'true' });
    assert.equal(listener?.advertisedHost, 'box.example');
  });

  test('a listener that authenticates its clients, by SASL or by their certificates, may be reached by all', () => {
    for (const protocol of ['SASL_PLAINTEXT', 'SASL_SSL']) {
      assert.equal(listenersOf({ listeners: `${protocol}://0.0.0.0:9092` })[0]?.securityProtocol, protocol);
    }
    refused({ listeners: 'SSL://0.0.0.0:9092' }, /nothing authenticates its clients.*ssl\.client\.auth=required/);
    refused({ listeners: 'SSL://:9092', 'ssl.client.auth': 'requested' }, /nothing authenticates its clients/);
    assert.equal(listenersOf({ listeners: 'SSL://:9092', 'ssl.client.auth': 'required' }).length, 1);
    const own = { 'ssl.client.auth': 'required', 'listener.name.ssl.ssl.client.auth': 'none' };
    refused({ listeners: 'SSL://:9092', ...own }, /nothing authenticates its clients/);
  });

  test('what is no listener is refused with an example of one', () => {
    for (const listeners of [
      'localhost:9092',
      'PLAINTEXT://localhost',
      'PLAINTEXT://localhost:99999',
      'PLAINTEXT://a/b:1',
    ]) {
      refused({ listeners }, /is not of the form NAME:\/\/host:port, for instance PLAINTEXT:\/\/localhost:9092/);
    }
    refused({ listeners: 'PLAINTEXT://[12::zz]:9092' }, /\[12::zz\].*is not an IPv6 address/);
    refused(
      { listeners: 'EXTERNAL://localhost:9092' },
      /no security protocol: add EXTERNAL:PLAINTEXT to listener.security/,
    );
    refused({ 'listener.security.protocol.map': 'A:B' }, /A:B is not of the form NAME:PROTOCOL/);
  });

  test('advertised listeners are of listeners that exist, at addresses that can be connected to', () => {
    refused(
      { 'advertised.listeners': 'OTHER://localhost:9092' },
      /OTHER:\/\/localhost:9092 has no listener of that name/,
    );
    refused({ 'advertised.listeners': 'PLAINTEXT://0.0.0.0:9092' }, /is no address a client can connect to/);
    refused({ 'inter.broker.listener.name': 'OTHER' }, /OTHER is none of the listeners PLAINTEXT/);
  });
});
