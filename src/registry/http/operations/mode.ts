/** `/mode`: whether subjects take new versions, and whether these may bring their ids. */
import { getMode } from '../../state/reads/config-and-mode.ts';
import type { Operation } from '../operation.ts';
import type { QueryParameter } from '../query-parameters.ts';
import { stringOf } from '../json-body.ts';

const DEFAULT_TO_GLOBAL: QueryParameter = {
  name: 'defaultToGlobal',
  type: 'boolean',
  doc: 'Answers what holds for the subject where it has nothing of its own.',
};
const FORCE: QueryParameter = { name: 'force', type: 'boolean', doc: 'To IMPORT also where there are subjects.' };
const RECURSIVE: QueryParameter = {
  name: 'recursive',
  type: 'boolean',
  doc: 'Takes away the modes of all subjects of the scope as well.',
};
const WRITE_ERRORS = [42205, 50001, 50002, 50003, 50004];

export const modeOperations: readonly Operation[] = [
  {
    id: 'getMode',
    method: 'GET',
    path: '/mode',
    summary: 'The mode of all subjects that have none of their own.',
    query: [DEFAULT_TO_GLOBAL],
    answer: { kind: 'object', shape: 'Mode' },
    access: { to: 'readConfig', of: 'global' },
    handle: ({ registry, query }) =>
      getMode(registry.state, null, { defaultToGlobal: query.boolean('defaultToGlobal') }),
  },
  {
    id: 'updateMode',
    method: 'PUT',
    path: '/mode',
    summary: 'Changes the mode of all.',
    query: [FORCE],
    body: 'ModeUpdateRequest',
    answer: { kind: 'object', shape: 'ModeUpdateRequest' },
    errors: [42204, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'global' },
    handle: (call) =>
      call.execute({
        type: 'putMode',
        subject: null,
        mode: stringOf(call.body, 'mode'),
        force: call.query.boolean('force'),
      }),
  },
  {
    id: 'deleteMode',
    method: 'DELETE',
    path: '/mode',
    summary: 'Goes back to READWRITE.',
    query: [RECURSIVE],
    answer: { kind: 'object', shape: 'Mode' },
    errors: WRITE_ERRORS,
    access: { to: 'writeConfig', of: 'global' },
    handle: (call) => call.execute({ type: 'deleteMode', subject: null, recursive: call.query.boolean('recursive') }),
  },
  {
    id: 'getSubjectMode',
    method: 'GET',
    path: '/mode/{subject}',
    summary: 'The mode of the subject.',
    query: [DEFAULT_TO_GLOBAL],
    answer: { kind: 'object', shape: 'Mode' },
    errors: [40401, 40409, 42208],
    access: { to: 'readConfig', of: 'subject' },
    handle: ({ registry, query, scope }) =>
      getMode(registry.state, scope(), { defaultToGlobal: query.boolean('defaultToGlobal') }),
  },
  {
    id: 'updateSubjectMode',
    method: 'PUT',
    path: '/mode/{subject}',
    summary: 'Changes the mode of the subject.',
    query: [FORCE],
    body: 'ModeUpdateRequest',
    answer: { kind: 'object', shape: 'ModeUpdateRequest' },
    errors: [42204, 42208, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'subject' },
    handle: (call) =>
      call.execute({
        type: 'putMode',
        subject: call.scope(),
        mode: stringOf(call.body, 'mode'),
        force: call.query.boolean('force'),
      }),
  },
  {
    id: 'deleteSubjectMode',
    method: 'DELETE',
    path: '/mode/{subject}',
    summary: 'Takes the mode of the subject away.',
    query: [RECURSIVE],
    answer: { kind: 'object', shape: 'Mode' },
    errors: [40401, 40409, 42208, ...WRITE_ERRORS],
    access: { to: 'writeConfig', of: 'subject' },
    handle: (call) =>
      call.execute({ type: 'deleteMode', subject: call.scope(), recursive: call.query.boolean('recursive') }),
  },
];
