/**
 * ListTransactions (key 66), versions 0 to 2 (KIP-664; by duration from 1 on, KIP-994; by a pattern in RE2's syntax from
 * 2 on, KIP-1152). Only what the client may describe is listed.
 */
import { unknownStates } from '#coordinator';
import {
  Errors,
  listTransactionsRequest,
  listTransactionsResponse,
  type ListTransactionsRequest,
  type ListTransactionsResponse,
} from '#protocol';
import { RE2JS } from 're2js';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ListTransactionsRequest, ListTransactionsResponse> = {
  request: listTransactionsRequest,
  response: listTransactionsResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle({ stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }, context) {
    const unknownStateFilters = unknownStates(stateFilters);
    const failed = (errorCode: number): ListTransactionsResponse => {
      return { throttleTimeMs: 0, errorCode, unknownStateFilters, transactionStates: [] };
    };
    const matchesId = matcherOf(transactionalIdPattern);
    if (matchesId === null) return failed(Errors.INVALID_REGULAR_EXPRESSION.code);
    const found = await context.broker.transactions.listTransactions({
      states: new Set(stateFilters),
      producerIds: new Set(producerIdFilters),
      durationMs: durationFilter,
      matchesId,
    });
    if (typeof found === 'number') return failed(found);
    const transactionStates = found.filter(({ transactionalId: name }) =>
      isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TRANSACTIONAL_ID, name }),
    );
    return { ...failed(Errors.NONE.code), transactionStates };
  },
};

/** Null for a pattern that is none. An expression takes time linear in the text, whoever wrote it. */
function matcherOf(pattern: string | null): ((transactionalId: string) => boolean) | null {
  if (pattern === null || pattern === '') return () => true;
  try {
    const compiled = RE2JS.compile(pattern);
    return (transactionalId) => compiled.matches(transactionalId);
  } catch {
    return null;
  }
}
