/** `/schemas`: by id, by guid, and all of them. */
import {
  FIND_TAGS,
  FORMAT,
  LIMIT,
  OFFSET,
  DELETED,
  REFERENCE_FORMAT,
  SUBJECT_OF_ID,
  type Call,
  type Operation,
} from '../operation.ts';
import { resolveAlias, listSchemas, schemaTypes } from '../../state/reads/listings.ts';
import { normalizeSubject } from '../../state/qualified-subject.ts';
import {
  findById,
  idsOfGuid,
  schemaByGuid,
  schemaById,
  schemaTextById,
  subjectsOfId,
  versionsOfId,
} from '../../state/reads/ids.ts';
import { page } from '../../state/reads/pages.ts';
import { RawAnswer } from '../http-exchange.ts';
import { pageOf, parseInt32 } from '../query-parameters.ts';

const NOT_FOUND = [40403];

export const schemaOperations: readonly Operation[] = [
  {
    id: 'listSchemas',
    method: 'GET',
    path: '/schemas',
    summary: 'Versions of many subjects.',
    query: [
      { name: 'subjectPrefix', type: 'string', isRepeated: true, default: ':*:', doc: 'Subjects that begin so.' },
      { name: 'aliases', type: 'boolean', doc: 'Subjects that have an alias that begins so as well.' },
      DELETED,
      { name: 'latestOnly', type: 'boolean', doc: 'Only the latest version of each subject.' },
      { name: 'ruleType', type: 'string', isRepeated: true, doc: 'Only versions that have a rule of the type.' },
      { name: 'resourceType', type: 'string', doc: 'Passed over: there are no associations.' },
      { name: 'associationType', type: 'string', isRepeated: true, doc: 'Passed over.' },
      { name: 'lifecycle', type: 'string', doc: 'Passed over.' },
      OFFSET,
      LIMIT,
    ],
    answer: { kind: 'array', items: 'Schema' },
    access: null,
    handle: ({ registry, query, mayAccess }) =>
      listSchemas(registry, {
        subjectPrefix: query.string('subjectPrefix'),
        aliases: query.boolean('aliases'),
        deleted: query.boolean('deleted'),
        latestOnly: query.boolean('latestOnly'),
        ruleTypes: query.all('ruleType'),
        isVisible: (subject) => mayAccess('read', subject),
        ...pageOf(query),
      }),
  },
  {
    id: 'getSchemaById',
    method: 'GET',
    path: '/schemas/ids/{id}',
    summary: 'The schema with the id.',
    query: [
      SUBJECT_OF_ID,
      FORMAT,
      REFERENCE_FORMAT,
      FIND_TAGS,
      { name: 'fetchMaxId', type: 'boolean', doc: 'Says the highest id of the context as well.' },
    ],
    answer: { kind: 'object', shape: 'SchemaString' },
    errors: NOT_FOUND,
    access: null,
    isRepeatable: 'anywhere',
    handle(call) {
      const { registry, query } = call;
      const { id, subject } = readableId(call);
      return schemaById(registry, id, {
        subject,
        format: query.string('format'),
        referenceFormat: query.string('referenceFormat'),
        findTags: query.all('findTags'),
        fetchMaxId: query.boolean('fetchMaxId'),
      });
    },
  },
  {
    id: 'getSchemaTextById',
    method: 'GET',
    path: '/schemas/ids/{id}/schema',
    summary: 'The text of the schema alone.',
    query: [SUBJECT_OF_ID, FORMAT],
    answer: { kind: 'text', contentType: null },
    errors: NOT_FOUND,
    access: null,
    isRepeatable: 'anywhere',
    handle(call) {
      const { id, subject } = readableId(call);
      return new RawAnswer(schemaTextById(call.registry, id, { subject, format: call.query.string('format') }));
    },
  },
  {
    id: 'getSubjectsOfId',
    method: 'GET',
    path: '/schemas/ids/{id}/subjects',
    summary: 'The subjects that have the schema.',
    query: [SUBJECT_OF_ID, DELETED, OFFSET, LIMIT],
    answer: { kind: 'array', items: 'string' },
    errors: NOT_FOUND,
    access: null,
    handle(call) {
      const { registry, query, mayAccess } = call;
      const { id, subject } = readableId(call);
      const subjects = subjectsOfId(registry.state, id, { subject, deleted: query.boolean('deleted') });
      return page(
        subjects.filter((name) => mayAccess('read', name)),
        pageOf(query),
      );
    },
  },
  {
    id: 'getVersionsOfId',
    method: 'GET',
    path: '/schemas/ids/{id}/versions',
    summary: 'The subjects and versions that have the schema.',
    query: [SUBJECT_OF_ID, DELETED, OFFSET, LIMIT],
    answer: { kind: 'array', items: 'SubjectVersion' },
    errors: NOT_FOUND,
    access: null,
    handle(call) {
      const { registry, query, mayAccess } = call;
      const { id, subject } = readableId(call);
      const versions = versionsOfId(registry.state, id, { subject, deleted: query.boolean('deleted') });
      return page(
        versions.filter((version) => mayAccess('read', version.subject)),
        pageOf(query),
      );
    },
  },
  {
    id: 'getSchemaByGuid',
    method: 'GET',
    path: '/schemas/guids/{guid}',
    summary: 'The schema with the guid, which follows from its content.',
    query: [FORMAT],
    answer: { kind: 'object', shape: 'SchemaString' },
    errors: NOT_FOUND,
    access: null,
    isRepeatable: 'anywhere',
    handle(call) {
      const { registry, query, path } = call;
      demandGuid(call);
      return schemaByGuid(registry, path('guid'), { format: query.string('format') });
    },
  },
  {
    id: 'getIdsOfGuid',
    method: 'GET',
    path: '/schemas/guids/{guid}/ids',
    summary: 'The ids that the schema has, one for each context.',
    answer: { kind: 'array', items: 'ContextId' },
    errors: NOT_FOUND,
    access: null,
    handle(call) {
      demandGuid(call);
      return idsOfGuid(call.registry.state, call.path('guid'));
    },
  },
  {
    id: 'getSchemaTypes',
    method: 'GET',
    path: '/schemas/types',
    summary: 'The types of schemas that there are.',
    answer: { kind: 'array', items: 'string' },
    access: null,
    needsNoState: true,
    handle: ({ registry }) => schemaTypes(registry.schemas),
  },
];

/**
 * The id in the path and the subject that it is looked for by. An id may be read by whoever may read one of the subjects
 * that have it: that one is looked for then, so that no other is named. Throws 40301 and 40403.
 */
function readableId({ registry, path, query, mayAccess, demandAccess }: Call): { id: number; subject: string | null } {
  const id = parseInt32(path('id'));
  const given = query.string('subject');
  const subject = given === null || given === '' ? null : normalizeSubject(resolveAlias(registry.state, given));
  const found = findById(registry.state, id, subject);
  if (mayAccess('read', found.subject)) return { id, subject };
  const other = registry.state.schemas.byId(found.context, id).find((version) => mayAccess('read', version.subject));
  if (other === undefined) demandAccess('read', found.subject);
  return { id, subject: other?.subject ?? subject };
}

/** Throws 40301 where no subject that has it may be read. */
function demandGuid({ registry, path, mayAccess, demandAccess }: Call): void {
  const { schemas } = registry.state;
  const places = schemas.contentByGuid(path('guid').toLowerCase())?.ids ?? [];
  const subjects = places.flatMap(({ context, id }) => schemas.byId(context, id).map(({ subject }) => subject));
  const [first] = subjects;
  if (first !== undefined && !subjects.some((subject) => mayAccess('read', subject))) demandAccess('read', first);
}
