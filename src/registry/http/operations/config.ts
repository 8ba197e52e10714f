/** `/config`: the level of compatibility and its company, of the registry, of a context, of a subject. */
import { getConfig } from '../../state/reads/config-and-mode.ts';
import type { Operation } from '../operation.ts';
import type { QueryParameter } from '../query-parameters.ts';
import { configUpdate } from '../request-bodies.ts';

const DEFAULT_TO_GLOBAL: QueryParameter = {
  name: 'defaultToGlobal',
  type: 'boolean',
  doc: 'Answers what holds for the subject where it has nothing of its own.',
};
const WRITE_ERRORS = [50001, 50002, 50003, 50004];
const INVALID = [42203, 42205, 42208, 42210];

export const configOperations: readonly Operation[] = [
  {
    id: 'getConfig',
    method: 'GET',
    path: '/config',
    summary: 'What holds for all subjects that have nothing of their own.',
    query: [DEFAULT_TO_GLOBAL],
    answer: { kind: 'object', shape: 'Config' },
    access: { to: 'readConfig', of: 'global' },
    handle: ({ registry, query }) =>
      getConfig(registry.state, null, { defaultToGlobal: query.boolean('defaultToGlobal') }),
  },
  {
    id: 'updateConfig',
    method: 'PUT',
    path: '/config',
    summary: 'Changes what holds for all.',
    body: 'ConfigUpdateRequest',
    answer: { kind: 'object', shape: 'ConfigUpdateRequest' },
    errors: [...INVALID, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'global' },
    handle: (call) => call.execute({ type: 'putConfig', subject: null, config: configUpdate(call.body) }),
  },
  {
    id: 'deleteConfig',
    method: 'DELETE',
    path: '/config',
    summary: 'Goes back to the defaults.',
    answer: { kind: 'object', shape: 'Config' },
    errors: [42205, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'global' },
    handle: (call) => call.execute({ type: 'deleteConfig', subject: null }),
  },
  {
    id: 'getSubjectConfig',
    method: 'GET',
    path: '/config/{subject}',
    summary: 'What is configured for the subject.',
    query: [DEFAULT_TO_GLOBAL],
    answer: { kind: 'object', shape: 'Config' },
    errors: [40401, 40408, 42208],
    access: { to: 'readConfig', of: 'subject' },
    handle: ({ registry, query, scope }) =>
      getConfig(registry.state, scope(), { defaultToGlobal: query.boolean('defaultToGlobal') }),
  },
  {
    id: 'updateSubjectConfig',
    method: 'PUT',
    path: '/config/{subject}',
    summary: 'Configures the subject.',
    body: 'ConfigUpdateRequest',
    answer: { kind: 'object', shape: 'ConfigUpdateRequest' },
    errors: [...INVALID, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'subject' },
    handle: (call) => call.execute({ type: 'putConfig', subject: call.scope(), config: configUpdate(call.body) }),
  },
  {
    id: 'deleteSubjectConfig',
    method: 'DELETE',
    path: '/config/{subject}',
    summary: 'Takes away what is configured for the subject.',
    answer: { kind: 'object', shape: 'Config' },
    errors: [40401, 40408, 42205, 42208, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'subject' },
    handle: (call) => call.execute({ type: 'deleteConfig', subject: call.scope() }),
  },
];
