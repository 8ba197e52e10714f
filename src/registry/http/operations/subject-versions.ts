/** `/subjects/{subject}/versions`: registration, and what was registered. */
import {
  DELETED,
  FIND_TAGS,
  FORMAT,
  LIMIT,
  NORMALIZE,
  OFFSET,
  PERMANENT,
  REFERENCE_FORMAT,
  type Call,
  type Operation,
} from '../operation.ts';
import type { VersionId } from '../../registry-types.ts';
import { parseVersionId } from '../../state/reads/pages.ts';
import { getVersion, getVersionText, listVersions, referencedBy } from '../../state/reads/subjects.ts';
import { RawAnswer } from '../http-exchange.ts';
import { pageOf } from '../query-parameters.ts';
import { registerRequest, tagRequest } from '../request-bodies.ts';

const WRITE_ERRORS = [50001, 50002, 50003, 50004];
const VERSION_ERRORS = [40401, 40402, 42202, 42208];

export const subjectVersionOperations: readonly Operation[] = [
  {
    id: 'listVersions',
    method: 'GET',
    path: '/subjects/{subject}/versions',
    summary: 'The numbers of the versions of the subject.',
    query: [
      DELETED,
      { name: 'deletedOnly', type: 'boolean', doc: 'Only those that were deleted softly.' },
      { name: 'deletedAsNegative', type: 'boolean', doc: 'Those that were deleted softly as negative numbers.' },
      OFFSET,
      LIMIT,
    ],
    answer: { kind: 'array', items: 'integer' },
    errors: [40401, 42208],
    access: { to: 'read', of: 'subject' },
    handle: ({ registry, query, subject }) =>
      listVersions(registry.state, subject(), {
        deleted: query.boolean('deleted'),
        deletedOnly: query.boolean('deletedOnly'),
        deletedAsNegative: query.boolean('deletedAsNegative'),
        ...pageOf(query),
      }),
  },
  {
    id: 'registerSchema',
    method: 'POST',
    path: '/subjects/{subject}/versions',
    summary: 'Registers a schema, or says how it is registered already.',
    query: [NORMALIZE, FORMAT, { name: 'force', type: 'boolean', doc: 'Registers without a look at compatibility.' }],
    body: 'RegisterSchemaRequest',
    answer: { kind: 'object', shape: 'RegisterSchemaResponse' },
    errors: [409, 40901, 42201, 42202, 42205, 42207, 42208, 42209, 42210, ...WRITE_ERRORS],
    access: { to: 'write', of: 'subject' },
    isRepeatable: 'at the leader',
    handle: (call) =>
      call.execute({
        type: 'register',
        subject: call.subject(),
        request: registerRequest(call.body),
        normalize: call.query.boolean('normalize'),
        format: call.query.string('format'),
        force: call.query.boolean('force'),
      }),
  },
  {
    id: 'getVersion',
    method: 'GET',
    path: '/subjects/{subject}/versions/{version}',
    summary: 'A version of the subject.',
    query: [FORMAT, REFERENCE_FORMAT, DELETED, FIND_TAGS],
    answer: { kind: 'object', shape: 'Schema' },
    errors: VERSION_ERRORS,
    access: { to: 'read', of: 'subject' },
    handle: (call) =>
      getVersion(call.registry, wantedOf(call), {
        format: call.query.string('format'),
        referenceFormat: call.query.string('referenceFormat'),
        findTags: call.query.all('findTags'),
      }),
  },
  {
    id: 'getVersionText',
    method: 'GET',
    path: '/subjects/{subject}/versions/{version}/schema',
    summary: 'The text of the schema alone.',
    query: [FORMAT, DELETED],
    answer: { kind: 'text', contentType: null },
    errors: VERSION_ERRORS,
    access: { to: 'read', of: 'subject' },
    handle: (call) => new RawAnswer(getVersionText(call.registry, wantedOf(call), call.query.string('format'))),
  },
  {
    id: 'getReferencedBy',
    method: 'GET',
    path: '/subjects/{subject}/versions/{version}/referencedby',
    summary: 'The ids of the schemas that refer to the version.',
    query: [DELETED, OFFSET, LIMIT],
    answer: { kind: 'array', items: 'integer' },
    errors: VERSION_ERRORS,
    access: { to: 'read', of: 'subject' },
    handle: (call) =>
      referencedBy(call.registry.state, wantedOf(call), {
        deleted: call.query.boolean('deleted'),
        ...pageOf(call.query),
      }),
  },
  {
    id: 'deleteVersion',
    method: 'DELETE',
    path: '/subjects/{subject}/versions/{version}',
    summary: 'Deletes a version, softly first.',
    query: [PERMANENT],
    answer: { kind: 'integer' },
    errors: [...VERSION_ERRORS, 40406, 40407, 42205, 42206, ...WRITE_ERRORS],
    access: { to: 'delete', of: 'subject' },
    handle: (call) =>
      call.execute({
        type: 'deleteVersion',
        subject: call.subject(),
        version: parseVersionId(call.path('version')),
        permanent: call.query.boolean('permanent'),
      }),
  },
  {
    id: 'modifySchemaTags',
    method: 'POST',
    path: '/subjects/{subject}/versions/{version}/tags',
    summary: 'Registers a new version with other tags, metadata or rules.',
    body: 'TagSchemaRequest',
    answer: { kind: 'object', shape: 'RegisterSchemaResponse' },
    errors: [...VERSION_ERRORS, 42201, 42205, ...WRITE_ERRORS],
    access: { to: 'write', of: 'subject' },
    handle: (call) =>
      call.execute({
        type: 'modifyTags',
        subject: call.subject(),
        version: parseVersionId(call.path('version')),
        request: tagRequest(call.body),
      }),
  },
];

function wantedOf({ path, query, subject }: Call): { subject: string; version: VersionId; deleted: boolean } {
  return {
    subject: subject(),
    version: parseVersionId(path('version')),
    deleted: query.boolean('deleted'),
  };
}
