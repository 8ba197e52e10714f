/** ACLs as DescribeAcls tells them, judged as a broker judges its own: for a server that stands beside no broker. */
import { AclPatternType, AclPermissionType } from '#metadata';
import { AclOperation, AclResourceType, type Requester } from '../authorization.ts';
import { StandardAuthorizer, type StandardAuthorizerOptions } from './standard-authorizer.ts';

/** In Kafka's words, as `{ resourceType: 'TOPIC', operation: 'READ', permissionType: 'ALLOW', … }`. */
export interface DescribedAcl {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: string;
  readonly principal: string;
  readonly host: string;
  readonly operation: string;
  readonly permissionType: string;
}

export interface DescribedAcls {
  isAllowed(
    requester: { readonly principal: Pick<Requester['principal'], 'type' | 'name'>; readonly host: string },
    operation: keyof typeof AclOperation,
    resource: { readonly type: keyof typeof AclResourceType; readonly name: string },
  ): boolean;
}

/** An ACL whose words are not known here is as good as none. */
export function describedAcls(acls: readonly DescribedAcl[], options: StandardAuthorizerOptions): DescribedAcls {
  const authorizer = new StandardAuthorizer(options);
  for (const [index, acl] of acls.entries()) {
    authorizer.add({
      id: String(index),
      resourceType: codeOf(AclResourceType, acl.resourceType),
      resourceName: acl.resourceName,
      patternType: codeOf(AclPatternType, acl.patternType),
      principal: acl.principal,
      host: acl.host,
      operation: codeOf(AclOperation, acl.operation),
      permissionType: codeOf(AclPermissionType, acl.permissionType),
    });
  }
  return {
    isAllowed: ({ principal, host }, operation, { type, name }) =>
      authorizer.isAllowed(
        { principal: { isTokenAuthenticated: false, ...principal }, host },
        AclOperation[operation],
        { type: AclResourceType[type], name },
      ),
  };
}

function codeOf(codes: Readonly<Record<string, number>>, word: string): number {
  return Object.hasOwn(codes, word) ? (codes[word] ?? 0) : 0;
}
