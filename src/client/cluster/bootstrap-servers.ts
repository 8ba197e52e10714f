/** `bootstrap.servers`: `host:port` with names, IPv4 addresses or IPv6 ones in brackets, as a list or between commas. */
import { invalidConfig } from '../config/parse-options.ts';
import type { NodeAddress } from '../network/broker-lane.ts';

const ADDRESS = /^(?:([A-Za-z][A-Za-z0-9+_-]*):\/\/)?(?:\[([0-9A-Fa-f:.%a-z]+)\]|([^\s:/[\]]+)):(\d{1,5})\/?$/;

/** At least one. Fails with INVALID_CONFIG where an entry is none, or there is none. */
export function parseBootstrapServers(servers: readonly string[]): NodeAddress[] {
  const entries = servers.map((server) => server.trim()).filter((server) => server !== '');
  if (entries.length === 0) throw invalidConfig("bootstrapServers is not set: give the brokers, as 'localhost:9092'");
  return entries.map(parseServer);
}

function parseServer(server: string): NodeAddress {
  const match = ADDRESS.exec(server);
  const port = Number(match?.[4] ?? 0);
  if (match === null || port < 1 || port > 65_535) {
    throw invalidConfig(`bootstrapServers: '${server.slice(0, 200)}' is not of the form host:port, as localhost:9092`);
  }
  return { host: match[2] ?? match[3] ?? '', port };
}
