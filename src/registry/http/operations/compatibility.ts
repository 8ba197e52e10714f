/** `/compatibility`: whether a schema could be registered as the next version. */
import { checkCompatibility, type CompatibilityCheck } from '../../state/reads/compatibility.ts';
import { parseVersionId } from '../../state/reads/pages.ts';
import { NORMALIZE, type Call, type Operation } from '../operation.ts';
import type { QueryParameter } from '../query-parameters.ts';
import { registerRequest } from '../request-bodies.ts';

const VERBOSE: QueryParameter = { name: 'verbose', type: 'boolean', doc: 'Says what is incompatible.' };

export const compatibilityOperations: readonly Operation[] = [
  {
    id: 'checkCompatibilityWithVersion',
    method: 'POST',
    path: '/compatibility/subjects/{subject}/versions/{version}',
    summary: 'Whether the schema is compatible with one version.',
    query: [VERBOSE, NORMALIZE],
    body: 'RegisterSchemaRequest',
    answer: { kind: 'object', shape: 'CompatibilityCheckResponse' },
    errors: [40401, 40402, 42201, 42202, 42208],
    access: { to: 'read', of: 'subject' },
    handle: (call) => checkCompatibility(call.registry, checkOf(call, parseVersionId(call.path('version')))),
  },
  {
    id: 'checkCompatibility',
    method: 'POST',
    path: '/compatibility/subjects/{subject}/versions',
    summary: 'Whether the schema is compatible with all versions that the level asks for.',
    query: [VERBOSE, NORMALIZE],
    body: 'RegisterSchemaRequest',
    answer: { kind: 'object', shape: 'CompatibilityCheckResponse' },
    errors: [42201, 42208],
    access: { to: 'read', of: 'subject' },
    handle: (call) => checkCompatibility(call.registry, checkOf(call, null)),
  },
];

function checkOf({ subject, body, query }: Call, version: CompatibilityCheck['version']): CompatibilityCheck {
  return {
    subject: subject(),
    version,
    request: registerRequest(body),
    normalize: query.boolean('normalize'),
    verbose: query.boolean('verbose'),
  };
}
