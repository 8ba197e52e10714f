/** From the options of `samsa acl` to resources, principals and operations; as Kafka's own tool takes them. */
import type { AclOperation, AclPermissionType, AclResourceType } from '#client';
import { nearestName } from '#kernel';
import { UsageError } from '../exit-code.ts';
import type { AclOptions } from './acl-command.ts';

export interface Resource {
  readonly resourceType: AclResourceType;
  readonly resourceName: string;
}

export interface Subject {
  readonly principal: string;
  readonly permissionType: AclPermissionType;
  readonly hosts: readonly string[];
}

export function resources(options: AclOptions): readonly Resource[] {
  const named = (resourceType: AclResourceType, names: readonly string[] = []): readonly Resource[] =>
    names.map((resourceName) => ({ resourceType, resourceName }));
  return [
    ...named('TOPIC', options.topic),
    ...named('GROUP', options.group),
    ...(options.cluster === true ? named('CLUSTER', ['kafka-cluster']) : []),
    ...named('TRANSACTIONAL_ID', options.transactionalId),
    ...named('DELEGATION_TOKEN', options.delegationToken),
    ...named('USER', options.userPrincipal),
  ];
}

/** Who may and who may not; where no host is given, `hosts` is empty. */
export function subjects(options: AclOptions): readonly Subject[] {
  const { allowPrincipal = [], denyPrincipal = [], allowHost = [], denyHost = [] } = options;
  for (const principal of [...allowPrincipal, ...denyPrincipal]) checkPrincipal(principal);
  return [
    ...allowPrincipal.map((principal) => ({ principal, permissionType: 'ALLOW' as const, hosts: allowHost })),
    ...denyPrincipal.map((principal) => ({ principal, permissionType: 'DENY' as const, hosts: denyHost })),
  ];
}

export function checkPrincipal(principal: string): void {
  if (/^[^:]+:.+$/s.test(principal)) return;
  throw new UsageError(`${principal} is no principal: it must be of the form User:${principal}.`);
}

/** Null where none are named: all of them. */
export function operations(options: AclOptions): readonly AclOperation[] | null {
  return options.operation?.map(operationOf) ?? null;
}

/** What `--producer` and `--consumer` stand for on a resource. */
export function roleOperations(options: AclOptions, type: AclResourceType): readonly AclOperation[] {
  const found = new Set<AclOperation>();
  if (options.producer === true) {
    if (type === 'TOPIC') for (const one of ['WRITE', 'DESCRIBE', 'CREATE'] as const) found.add(one);
    if (type === 'TRANSACTIONAL_ID') for (const one of ['WRITE', 'DESCRIBE'] as const) found.add(one);
  }
  if (options.consumer === true) {
    if (type === 'TOPIC') for (const one of ['READ', 'DESCRIBE'] as const) found.add(one);
    if (type === 'GROUP') found.add('READ');
  }
  return [...found];
}

const OPERATIONS: readonly AclOperation[] = [
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
  'CREATE_TOKENS',
  'DESCRIBE_TOKENS',
  'TWO_PHASE_COMMIT',
];

/** `Read`, `read`, `DescribeConfigs`, `describe-configs`. */
function operationOf(word: string): AclOperation {
  const letters = word.toUpperCase().replaceAll(/[-_]/g, '');
  const found = OPERATIONS.find((operation) => operation.replaceAll('_', '') === letters);
  if (found !== undefined) return found;
  const known = OPERATIONS.map((operation) => operationText(operation));
  const near = nearestName(word, known);
  const hint = near === null ? `there are ${known.join(', ')}.` : `did you mean ${near}?`;
  throw new UsageError(`--operation ${word}: there is no such operation; ${hint}`);
}

/** `DESCRIBE_CONFIGS` → `describe-configs`. */
export function operationText(operation: string): string {
  return operation.toLowerCase().replaceAll('_', '-');
}
