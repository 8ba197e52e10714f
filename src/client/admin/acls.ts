/** Access control lists: describing, creating and deleting them (KIP-140, KIP-290). */
import {
  createAclsRequest,
  createAclsResponse,
  deleteAclsRequest,
  deleteAclsResponse,
  describeAclsRequest,
  describeAclsResponse,
  type DeleteAclsRequestFilter,
  type DeleteAclsResponseFilterResult,
} from '#protocol';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker, toController } from './routes.ts';
import type { Subject } from './subjects.ts';
import {
  aclOperations,
  aclPermissionTypes,
  aclResourceTypes,
  patternTypes,
  type AclOperation,
  type AclPermissionType,
  type AclResourceType,
  type PatternType,
} from './words.ts';

/** One line of a list: who may, or may not, do what to which resources, from where. */
export interface AclBinding {
  /** What kind of resource it is about. */
  readonly resourceType: AclResourceType;
  /** `kafka-cluster` for CLUSTER; `*` for all, under LITERAL. */
  readonly resourceName: string;
  /** LITERAL or PREFIXED. */
  readonly patternType: PatternType;
  /** `User:alice`, `User:*`. */
  readonly principal: string;
  /** An address, or `*`. */
  readonly host: string;
  /** What may, or may not, be done; ALL for everything. */
  readonly operation: AclOperation;
  /** ALLOW or DENY, which is stronger. */
  readonly permissionType: AclPermissionType;
}

/** As a binding; `patternType` is LITERAL, `host` `*` and `permissionType` ALLOW where absent. */
export type NewAclBinding = Pick<AclBinding, 'resourceType' | 'resourceName' | 'principal' | 'operation'> &
  Partial<AclBinding>;

/**
 * Which bindings are meant. What is absent, null or ANY fits all; the pattern type MATCH fits what governs a resource of
 * the name: literally, by a prefix of it, or as `*`.
 */
export interface AclBindingFilter {
  /** What kind of resource it is about. */
  readonly resourceType?: AclResourceType;
  /** The name of the pattern, or of a resource under MATCH. */
  readonly resourceName?: string | null;
  /** LITERAL, PREFIXED, MATCH or ANY. */
  readonly patternType?: PatternType;
  /** As `User:alice`, exactly. */
  readonly principal?: string | null;
  /** An address, or `*`, exactly. */
  readonly host?: string | null;
  /** What may, or may not, be done. */
  readonly operation?: AclOperation;
  /** ALLOW or DENY. */
  readonly permissionType?: AclPermissionType;
}

/** What one filter has deleted. */
export interface DeletedAcls {
  /** As it was given. */
  readonly filter: AclBindingFilter;
  /** Those that it fitted, which are gone now. */
  readonly bindings: readonly AclBinding[];
}

/** SECURITY_DISABLED where the brokers have no authorizer. */
export function describeAcls(
  context: AdminContext,
  filter: AclBindingFilter = {},
  options: CallOptions = {},
): Promise<AclBinding[]> {
  const call = new AdminCall(context, 'describeAcls', options);
  const body = filterFields(filter);
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => call.send(nodeId, [describeAclsRequest, describeAclsResponse], body),
    read: ({ resources }) =>
      resources.flatMap(({ acls, ...resource }) => acls.map((acl) => aclBinding({ ...resource, ...acl }))),
  });
}

interface BindingFields {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

function aclBinding({ resourceType, patternType, operation, permissionType, ...names }: BindingFields): AclBinding {
  return {
    resourceType: aclResourceTypes.fromWire(resourceType),
    resourceName: names.resourceName,
    patternType: patternTypes.fromWire(patternType),
    principal: names.principal,
    host: names.host,
    operation: aclOperations.fromWire(operation),
    permissionType: aclPermissionTypes.fromWire(permissionType),
  };
}

function bindingFields(binding: NewAclBinding): BindingFields {
  const { patternType = 'LITERAL', host = '*', permissionType = 'ALLOW' } = binding;
  return {
    resourceType: aclResourceTypes.toWire(binding.resourceType),
    resourceName: binding.resourceName,
    patternType: patternTypes.toWire(patternType),
    principal: binding.principal,
    host,
    operation: aclOperations.toWire(binding.operation),
    permissionType: aclPermissionTypes.toWire(permissionType),
  };
}

function filterFields(filter: AclBindingFilter): DeleteAclsRequestFilter {
  const { resourceType = 'ANY', patternType = 'ANY', operation = 'ANY', permissionType = 'ANY' } = filter;
  return {
    resourceTypeFilter: aclResourceTypes.toWire(resourceType),
    resourceNameFilter: filter.resourceName ?? null,
    patternTypeFilter: patternTypes.toWire(patternType),
    principalFilter: filter.principal ?? null,
    hostFilter: filter.host ?? null,
    operation: aclOperations.toWire(operation),
    permissionType: aclPermissionTypes.toWire(permissionType),
  };
}

/** Answers come in the order of the request, without names. */
const bindingSubject: Subject<NewAclBinding> = {
  key: (binding) => JSON.stringify(bindingFields(binding)),
  describe: ({ principal, operation, resourceType, resourceName }) =>
    `the ACL of ${principal} for ${operation} on ${resourceType} ${resourceName}`,
};

const filterSubject: Subject<AclBindingFilter> = {
  key: (filter) => JSON.stringify(filterFields(filter)),
  describe: (filter) => `ACLs by ${JSON.stringify(filter)}`,
};

export function createAcls(
  context: AdminContext,
  bindings: readonly NewAclBinding[],
  options: CallOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'createAcls', options);
  const creation = askAbout<NewAclBinding, undefined>(call, bindings, {
    subject: bindingSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const creations = items.map(bindingFields).map(({ patternType, ...fields }) => {
        return { ...fields, resourcePatternType: patternType };
      });
      const { results } = await call.send(nodeId, [createAclsRequest, createAclsResponse], { creations });
      for (const [index, result] of results.slice(0, items.length).entries()) {
        answers.add(bindingSubject.key(items[index]!), result, () => undefined);
      }
    },
  });
  return settled(creation);
}

export function deleteAcls(
  context: AdminContext,
  filters: readonly AclBindingFilter[],
  options: CallOptions = {},
): Promise<DeletedAcls[]> {
  const call = new AdminCall(context, 'deleteAcls', options);
  return askAbout<AclBindingFilter, DeletedAcls>(call, filters, {
    subject: filterSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const body = { filters: items.map(filterFields) };
      const { filterResults } = await call.send(nodeId, [deleteAclsRequest, deleteAclsResponse], body);
      for (const [index, result] of filterResults.slice(0, items.length).entries()) {
        const filter = items[index]!;
        answers.add(filterSubject.key(filter), verdictOf(result), () => {
          return { filter, bindings: result.matchingAcls.map(aclBinding) };
        });
      }
    },
  });
}

/** A binding that was found and not deleted fails its filter. */
function verdictOf(result: DeleteAclsResponseFilterResult): { errorCode: number; errorMessage: string | null } {
  return result.errorCode === 0 ? (result.matchingAcls.find(({ errorCode }) => errorCode !== 0) ?? result) : result;
}
