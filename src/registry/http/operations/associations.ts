/**
 * `/associations`: which resources, as topics, have which subjects (Confluent's registry since 8.2). There are none here, so
 * that the AssociatedNameStrategy of its serializers falls back to the names of topics; making some is refused.
 */
import { associationNotFound, operationNotPermitted } from '../../registry-errors.ts';
import { LIMIT, OFFSET, type AnswerShape, type Operation } from '../operation.ts';
import type { QueryParameter } from '../query-parameters.ts';

const FILTERS: readonly QueryParameter[] = [
  { name: 'resourceType', type: 'string', doc: 'The type of the resource.' },
  { name: 'associationType', type: 'string', isRepeated: true, doc: 'Types of associations.' },
  { name: 'lifecycle', type: 'string', doc: 'The lifecycle of the association.' },
];
const NONE: AnswerShape = { kind: 'array', items: 'Association' };
const ONE: AnswerShape = { kind: 'object', shape: 'Association' };

export const associationOperations: readonly Operation[] = [
  none('getAssociationsBySubject', '/associations/subjects/{subject}'),
  none('getAssociationsByResourceId', '/associations/resources/{resourceId}'),
  none('getAssociationsByResourceName', '/associations/resources/{resourceNamespace}/{resourceName}'),
  refused('createAssociation', 'POST', '/associations'),
  refused('updateAssociation', 'PUT', '/associations'),
  {
    id: 'deleteAssociations',
    method: 'DELETE',
    path: '/associations/resources/{resourceId}',
    summary: 'Takes associations away, of which there are none.',
    query: FILTERS,
    answer: { kind: 'none' },
    errors: [40410],
    access: null,
    needsNoState: true,
    handle(call) {
      throw associationNotFound(`of resource '${call.path('resourceId')}'`);
    },
  },
  {
    id: 'batchGetAssociations',
    method: 'POST',
    path: '/associations:batchGet',
    summary: 'The associations of several resources, of which there are none.',
    body: 'Association',
    answer: ONE,
    access: null,
    needsNoState: true,
    handle: () => ({ results: [] }),
  },
  refused('batchMutateAssociations', 'POST', '/associations:batchMutate'),
];

function none(id: string, path: string): Operation {
  return {
    id,
    method: 'GET',
    path,
    summary: 'The associations, of which there are none.',
    query: [...FILTERS, OFFSET, LIMIT],
    answer: NONE,
    access: null,
    needsNoState: true,
    handle: () => [],
  };
}

function refused(id: string, method: 'POST' | 'PUT', path: string): Operation {
  return {
    id,
    method,
    path,
    summary: 'Refused: associations are not kept.',
    body: 'Association',
    answer: ONE,
    errors: [42205],
    access: null,
    needsNoState: true,
    handle() {
      throw operationNotPermitted('Associations are not kept by this registry: subjects go by their names');
    },
  };
}
