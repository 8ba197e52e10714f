/** `/contexts`: which there are. What is below a context is written into the subjects before (`state/context-paths.ts`). */
import { listContexts } from '../../state/reads/listings.ts';
import { pageOf } from '../query-parameters.ts';
import { LIMIT, OFFSET, type Operation } from '../operation.ts';

export const contextOperations: readonly Operation[] = [
  {
    id: 'listContexts',
    method: 'GET',
    path: '/contexts',
    summary: 'Names of contexts.',
    query: [{ name: 'contextPrefix', type: 'string', doc: 'Contexts that begin so.' }, OFFSET, LIMIT],
    answer: { kind: 'array', items: 'string' },
    access: { to: 'read', of: 'global' },
    handle: ({ registry, query }) =>
      listContexts(registry.state, { contextPrefix: query.string('contextPrefix'), ...pageOf(query) }),
  },
  {
    id: 'deleteContext',
    method: 'DELETE',
    path: '/contexts/{context}',
    summary: 'Deletes a context that has no subjects.',
    answer: { kind: 'none' },
    errors: [42205, 42211, 50001, 50002, 50003, 50004],
    access: { to: 'delete', of: 'global' },
    handle: (call) => call.execute({ type: 'deleteContext', context: call.path('context') }),
  },
];
