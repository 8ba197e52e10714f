/** `samsa acl add` and `remove` (KIP-140, KIP-290). */
import type { AclBindingFilter, AclOperation, NewAclBinding, PatternType } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { AclOptions } from './acl-command.ts';
import { printAcls } from './acl-rows.ts';
import { operations, resources, roleOperations, subjects } from './acl-words.ts';
import type { Resource } from './acl-words.ts';

export async function addAcls(surroundings: Surroundings, options: AclOptions): Promise<void> {
  const bindings = newBindings(options);
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    await admin.createAcls(bindings);
    if (options.json === true) await output.json(bindings.map((binding) => ({ ...binding })));
  });
  tell(surroundings, `Added ${bindings.length === 1 ? 'an ACL' : `${bindings.length} ACLs`}.`);
}

export async function removeAcls(surroundings: Surroundings, options: AclOptions): Promise<void> {
  const filters = removalFilters(options);
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const matching =
      options.dryRun === true
        ? (await Promise.all(filters.map((filter) => admin.describeAcls(filter)))).flat()
        : (await admin.deleteAcls(filters)).flatMap(({ bindings }) => bindings);
    await printAcls(output, matching, options);
    const done = options.dryRun === true ? 'would be removed' : matching.length === 1 ? 'was removed' : 'were removed';
    tell(surroundings, matching.length === 0 ? 'No ACL matches.' : `${matching.length} of them ${done}.`);
  });
}

function newBindings(options: AclOptions): readonly NewAclBinding[] {
  const on = resources(options);
  const who = subjects(options);
  if (on.length === 0) throw new UsageError('Say on what: --topic, --group, --cluster, --transactional-id, …');
  if (who.length === 0) throw new UsageError('Say who: --allow-principal User:alice or --deny-principal User:alice.');
  const patternType = pattern(options);
  const bindings = on.flatMap((resource) =>
    who.flatMap(({ principal, permissionType, hosts }) =>
      operationsOn(options, resource).flatMap((operation) =>
        (hosts.length === 0 ? ['*'] : hosts).map((host) => ({
          ...resource,
          patternType,
          principal,
          permissionType,
          operation,
          host,
        })),
      ),
    ),
  );
  if (bindings.length > 0) return bindings;
  throw new UsageError('--producer needs --topic or --transactional-id, and --consumer --topic or --group.');
}

function operationsOn(options: AclOptions, { resourceType }: Resource): readonly AclOperation[] {
  const hasRole = options.producer === true || options.consumer === true;
  const named = operations(options) ?? (hasRole ? [] : (['ALL'] as const));
  return [...new Set([...named, ...roleOperations(options, resourceType)])];
}

/** What is not given is any; nothing at all would remove every ACL, and is refused. */
function removalFilters(options: AclOptions): readonly AclBindingFilter[] {
  const on = resources(options);
  const who = subjects(options);
  const hasRole = options.producer === true || options.consumer === true;
  if (on.length === 0 && who.length === 0) {
    throw new UsageError(
      'Say which: on a resource, as --topic orders, or of a principal, as --allow-principal User:alice.',
    );
  }
  const onResources: readonly AclBindingFilter[] =
    on.length === 0
      ? [{ patternType: 'ANY' }]
      : on.flatMap((resource) => {
          const which = hasRole ? operationsOn(options, resource) : operations(options);
          return (which ?? [undefined]).map((operation) => ({
            ...resource,
            patternType: pattern(options),
            ...(operation === undefined ? {} : { operation }),
          }));
        });
  if (who.length === 0) return onResources;
  return onResources.flatMap((filter) =>
    who.flatMap(({ principal, permissionType, hosts }) =>
      (hosts.length === 0 ? [undefined] : hosts).map((host) => ({
        ...filter,
        principal,
        permissionType,
        ...(host === undefined ? {} : { host }),
      })),
    ),
  );
}

function pattern(options: AclOptions): PatternType {
  return options.resourcePatternType === 'prefixed' ? 'PREFIXED' : 'LITERAL';
}
