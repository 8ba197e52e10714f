/** ACLs as rows of a table. */
import type { AclBinding } from '#client';
import type { Output } from '../terminal/output.ts';
import { operationText } from './acl-words.ts';

export async function printAcls(
  output: Output,
  bindings: readonly AclBinding[],
  options: { readonly json?: boolean },
): Promise<void> {
  const rows = bindings
    .map(({ principal, permissionType, operation, resourceType, resourceName, patternType, host }) => ({
      principal,
      permission: permissionType,
      operation,
      resourceType,
      resource: resourceName,
      pattern: patternType,
      host,
    }))
    .sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
  const word = (value: string): string => operationText(value);
  await output.rows(
    rows,
    [
      { key: 'principal' },
      { key: 'permission', show: word },
      { key: 'operation', show: word },
      { key: 'resourceType', title: 'TYPE', show: word },
      { key: 'resource' },
      { key: 'pattern', show: word },
      { key: 'host' },
    ],
    options,
  );
}

function sortKey(row: { resourceType: string; resource: string; principal: string; operation: string }): string {
  return [row.resourceType, row.resource, row.principal, row.operation].join('\0');
}
