/**
 * Addresses as ACLs compare them. IPv6 has many spellings; Kafka's ACLs hold the one of Java (`0:0:0:0:0:0:0:1`), and
 * Node has another (`::1`): both count as the same. Names and IPv4 stay as they are.
 */
const GROUPS = 8;

export function canonicalHost(host: string): string {
  if (!host.includes(':') || host.split('::').length > 2) return host;
  const [address = '', zone] = host.split('%', 2);
  const [head = '', tail] = address.split('::', 2);
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => '0');
  const groups = [...left, ...(tail === undefined ? [] : zeros), ...right];
  if (groups.length !== GROUPS || groups.includes('NaN')) return host;
  return groups.join(':') + (zone === undefined ? '' : `%${zone}`);
}

function groupsOf(part: string): string[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => (group.includes('.') ? ipv4Groups(group) : [withoutZeros(group)]));
}

function ipv4Groups(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
}

function withoutZeros(group: string): string {
  return Number.parseInt(group, 16).toString(16);
}
