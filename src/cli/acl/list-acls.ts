/** `samsa acl list` (KIP-140, KIP-290). */
import type { AclBinding, AclBindingFilter, PatternType } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { AclOptions } from './acl-command.ts';
import { printAcls } from './acl-rows.ts';
import { checkPrincipal, resources } from './acl-words.ts';

export async function listAcls(surroundings: Surroundings, options: AclOptions): Promise<void> {
  const filters = filtersOf(options);
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const found = await Promise.all(filters.map((filter) => admin.describeAcls(filter)));
    const bindings = new Map<string, AclBinding>(
      found.flat().map((binding) => [JSON.stringify(Object.values(binding)), binding]),
    );
    await printAcls(output, [...bindings.values()], options);
    if (bindings.size === 0) tell(surroundings, 'There are no such ACLs.');
  });
}

function filtersOf(options: AclOptions): readonly AclBindingFilter[] {
  const patternType = (options.resourcePatternType ?? 'any').toUpperCase() as PatternType;
  const wanted = resources(options);
  const { principal = [] } = options;
  for (const one of principal) checkPrincipal(one);
  const onResources: readonly AclBindingFilter[] =
    wanted.length === 0 ? [{ patternType }] : wanted.map((resource) => ({ ...resource, patternType }));
  if (principal.length === 0) return onResources;
  return onResources.flatMap((filter) => principal.map((one) => ({ ...filter, principal: one })));
}
