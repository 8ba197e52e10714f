/** What the registry tells of itself: metrics, health, the document of its API. */
import { METRICS_CONTENT_TYPE } from '../http-metrics.ts';
import { RawAnswer } from '../http-exchange.ts';
import type { Operation } from '../operation.ts';

const TEXT = 'text/plain; charset=utf-8';

export interface ServiceSources {
  metrics(): string;
  document(): string;
}

export function serviceOperations({ metrics, document }: ServiceSources): readonly Operation[] {
  return [
    {
      id: 'getMetrics',
      method: 'GET',
      path: '/metrics',
      summary: 'What the requests came to, and what is registered, in Prometheus’s format.',
      answer: { kind: 'text', contentType: METRICS_CONTENT_TYPE },
      access: { to: 'read', of: 'global' },
      needsNoState: true,
      handle: () => new RawAnswer(metrics(), { contentType: METRICS_CONTENT_TYPE }),
    },
    {
      id: 'getHealth',
      method: 'GET',
      path: '/healthz',
      summary: 'Whether the process answers.',
      answer: { kind: 'text', contentType: TEXT },
      access: null,
      needsNoState: true,
      isPublic: true,
      handle: () => new RawAnswer('ok\n', { contentType: TEXT }),
    },
    {
      id: 'getReadiness',
      method: 'GET',
      path: '/readyz',
      summary: 'Whether all that is registered has been read.',
      answer: { kind: 'text', contentType: TEXT },
      errors: [50001, 50002],
      access: null,
      isPublic: true,
      handle: () => new RawAnswer('ok\n', { contentType: TEXT }),
    },
    {
      id: 'getOpenApi',
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document.',
      answer: { kind: 'text', contentType: 'application/json' },
      access: null,
      needsNoState: true,
      isPublic: true,
      handle: () => new RawAnswer(document(), { contentType: 'application/json' }),
    },
  ];
}
