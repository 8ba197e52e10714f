/** A client as the patterns of metrics subscriptions see it (KIP-714). */
import type { RequestContext } from '../handler.ts';
import type { ClientTraits } from './subscriptions.ts';

export function traitsOf(clientInstanceId: string, { client, clientId }: RequestContext): ClientTraits {
  return {
    client_instance_id: clientInstanceId,
    client_id: clientId ?? '',
    client_software_name: client.softwareName,
    client_software_version: client.softwareVersion,
    client_source_address: client.host,
    client_source_port: String(client.port),
  };
}
