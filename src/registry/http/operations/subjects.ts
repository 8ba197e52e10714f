/** `/subjects`: which there are, the schema that a subject has in another spelling, and their end. */
import { DELETED, FORMAT, LIMIT, NORMALIZE, OFFSET, PERMANENT, type Operation } from '../operation.ts';
import { findByMetadata, listSubjects, lookUpSchema } from '../../state/reads/subjects.ts';
import { pageOf } from '../query-parameters.ts';
import { registerRequest } from '../request-bodies.ts';

export const subjectOperations: readonly Operation[] = [
  {
    id: 'listSubjects',
    method: 'GET',
    path: '/subjects',
    summary: 'Names of subjects.',
    query: [
      {
        name: 'subjectPrefix',
        type: 'string',
        default: ':*:',
        doc: 'Subjects that begin so; `:*:` stands for all contexts, `:.context:` for one.',
      },
      DELETED,
      { name: 'deletedOnly', type: 'boolean', doc: 'Only those that were deleted softly.' },
      OFFSET,
      LIMIT,
    ],
    answer: { kind: 'array', items: 'string' },
    access: null,
    handle: ({ registry, query, mayAccess }) =>
      listSubjects(registry.state, {
        subjectPrefix: query.string('subjectPrefix'),
        deleted: query.boolean('deleted'),
        deletedOnly: query.boolean('deletedOnly'),
        isVisible: (subject) => mayAccess('read', subject),
        ...pageOf(query),
      }),
  },
  {
    id: 'lookUpSchema',
    method: 'POST',
    path: '/subjects/{subject}',
    summary: 'The version of the subject that has this schema.',
    query: [NORMALIZE, DELETED, FORMAT],
    body: 'RegisterSchemaRequest',
    answer: { kind: 'object', shape: 'Schema' },
    errors: [40401, 40403, 42201, 42208],
    access: { to: 'read', of: 'subject' },
    isRepeatable: 'anywhere',
    handle: (call) =>
      lookUpSchema(call.registry, call.subject(), {
        request: registerRequest(call.body),
        normalize: call.query.boolean('normalize'),
        deleted: call.query.boolean('deleted'),
        format: call.query.string('format'),
      }),
  },
  {
    id: 'deleteSubject',
    method: 'DELETE',
    path: '/subjects/{subject}',
    summary: 'Deletes all versions of the subject, softly first.',
    query: [PERMANENT],
    answer: { kind: 'array', items: 'integer' },
    errors: [40401, 40404, 40405, 42205, 42206, 42208, 50001, 50002, 50003, 50004],
    access: { to: 'delete', of: 'subject' },
    handle: (call) =>
      call.execute({ type: 'deleteSubject', subject: call.subject(), permanent: call.query.boolean('permanent') }),
  },
  {
    id: 'getLatestWithMetadata',
    method: 'GET',
    path: '/subjects/{subject}/metadata',
    summary: 'The latest version whose metadata has these properties.',
    query: [
      { name: 'key', type: 'string', isRepeated: true, doc: 'Names of properties.' },
      { name: 'value', type: 'string', isRepeated: true, doc: 'Their values, in the order of the names.' },
      FORMAT,
      DELETED,
    ],
    answer: { kind: 'object', shape: 'Schema' },
    errors: [40401, 40403, 42208],
    access: { to: 'read', of: 'subject' },
    handle({ registry, query, subject }) {
      const values = query.all('value');
      const properties = new Map(query.all('key').map((key, index) => [key, values[index] ?? '']));
      const deleted = query.boolean('deleted');
      return findByMetadata(registry, subject(), { properties, deleted, format: query.string('format') });
    },
  },
];
