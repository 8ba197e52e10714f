/** `host:port` as options and configs have it. */
export interface ListenerAddress {
  /** Empty for all addresses. */
  readonly host: string;
  readonly port: number;
}

/** A port alone is one on localhost. Null for what is no address. */
export function parseListenerAddress(text: string): ListenerAddress | null {
  const full = /^\d{1,5}$/.test(text) ? `localhost:${text}` : text;
  if (!/^(?:\[[^\]]+\]|[^:[\]]*):\d{1,5}$/.test(full)) return null;
  const colon = full.lastIndexOf(':');
  return { host: full.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(full.slice(colon + 1)) };
}

/** Whether only processes of this machine reach it. */
export function isLoopback({ host }: ListenerAddress): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** An address to connect to from this machine. */
export function urlOf({ host, port }: ListenerAddress, isSecure: boolean): string {
  const name = host === '' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${isSecure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
