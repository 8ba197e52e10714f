/** Samsa's client over TLS, with the work of the client's own rows. */
import { tlsAuthority } from '../../brokers/tls.ts';
import { openSamsa } from '../../client/clients/samsa.ts';
import { consumeRow } from '../../client/consume-work.ts';
import { produceRow } from '../../client/produce-work.ts';
import type { Outcome } from '../../load/measured-program.ts';
import type { Load } from './workload.ts';

export const RECORD_BYTES = 1024;

export async function produceOverTls({ bootstrap, topic, sizes, marks }: Load): Promise<Outcome> {
  const client = await openSamsa(bootstrap, { ca: tlsAuthority() });
  const { warmupSeconds, seconds } = sizes;
  const row = { kind: 'produce', name: 'tls', recordBytes: RECORD_BYTES, batchRecords: 100, outstanding: 5 } as const;
  return produceRow(await client.openProducer(topic), { row: { ...row, warmupSeconds, seconds }, marks });
}

export async function consumeOverTls({ bootstrap, topic, sizes, marks }: Load): Promise<Outcome> {
  const client = await openSamsa(bootstrap, { ca: tlsAuthority() });
  const row = { kind: 'consume', name: 'tls', recordBytes: RECORD_BYTES, by: 'batch' } as const;
  return consumeRow(client, { row: { ...row, records: sizes.tlsRecords }, topic, marks });
}
