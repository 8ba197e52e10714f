/**
 * What the registry's requests came to, for `/metrics`: under the names that Prometheus's JMX exporter gives the beans of
 * Confluent's registry (`kafka.schema.registry:type=…`), so that dashboards find theirs, and by operation besides.
 */
import type { Operation } from './operation.ts';

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Tally {
  readonly byStatus: Map<number, number>;
  count: number;
  seconds: number;
}

export interface RegistryFigures {
  readonly isLeader: boolean;
  /** Versions of all subjects that are not deleted, by type of schema. */
  readonly liveByType: ReadonlyMap<string, number>;
  readonly deletedByType: ReadonlyMap<string, number>;
}

export class HttpMetrics {
  readonly #tallies = new Map<string, Tally>();
  active = 0;

  constructor(operations: readonly Operation[]) {
    for (const { id } of operations) this.#tallies.set(id, { byStatus: new Map(), count: 0, seconds: 0 });
  }

  /** `operation` null: no such path, or a request that did not come so far. */
  record(operation: string | null, status: number, seconds: number): void {
    const tally = this.#tallies.get(operation ?? 'none') ?? this.#none();
    tally.count++;
    tally.seconds += seconds;
    tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1);
  }

  /** In Prometheus's text format; `figures` are null while the state is not there. */
  text(figures: RegistryFigures): string {
    const lines = [...this.#requestLines(), ...registryLines(figures)];
    return `${lines.join('\n')}\n`;
  }

  #none(): Tally {
    const tally = { byStatus: new Map<number, number>(), count: 0, seconds: 0 };
    this.#tallies.set('none', tally);
    return tally;
  }

  #requestLines(): string[] {
    const used = [...this.#tallies].filter(([, { count }]) => count > 0);
    const statuses = used.flatMap(([, { byStatus }]) => [...byStatus]);
    const sum = (isCounted: (status: number) => boolean): number =>
      statuses.reduce((total, [status, count]) => total + (isCounted(status) ? count : 0), 0);
    const name = 'samsa_registry_request';
    return [
      ...gauge('kafka_schema_registry_jetty_metrics_requests_active', 'Requests under way.', this.active),
      ...counter('kafka_schema_registry_api_success_count', 'Requests that were answered well.', [
        ['', sum((status) => status < 400)],
      ]),
      ...counter('kafka_schema_registry_api_failure_count', 'Requests that were answered with an error.', [
        ['', sum((status) => status >= 400)],
      ]),
      ...counter(
        `${name}s_total`,
        'Requests by operation and status.',
        used.flatMap(([operation, { byStatus }]) =>
          [...byStatus].map(([status, count]) => [`{operation="${operation}",status="${status}"}`, count] as const),
        ),
      ),
      `# HELP ${name}_seconds How long requests took.`,
      `# TYPE ${name}_seconds summary`,
      ...used.flatMap(([operation, { count, seconds }]) => [
        `${name}_seconds_sum{operation="${operation}"} ${seconds}`,
        `${name}_seconds_count{operation="${operation}"} ${count}`,
      ]),
    ];
  }
}

function registryLines({ isLeader, liveByType, deletedByType }: RegistryFigures): string[] {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
  const prefix = 'kafka_schema_registry';
  return [
    ...gauge(`${prefix}_master_slave_role`, '1 at the leader, 0 elsewhere.', Number(isLeader)),
    ...gauge(`${prefix}_registered_count`, 'Versions that are not deleted.', sum(liveByType)),
    ...gauge(`${prefix}_deleted_count`, 'Versions that are deleted softly.', sum(deletedByType)),
    ...['AVRO', 'JSON', 'PROTOBUF'].flatMap((type) => [
      ...gauge(
        `${prefix}_${type.toLowerCase()}_schemas_created`,
        `Versions of the type ${type}.`,
        liveByType.get(type) ?? 0,
      ),
      ...gauge(
        `${prefix}_${type.toLowerCase()}_schemas_deleted`,
        `Versions of the type ${type} that are deleted softly.`,
        deletedByType.get(type) ?? 0,
      ),
    ]),
  ];
}

function gauge(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`];
}

function counter(name: string, help: string, samples: readonly (readonly [labels: string, value: number])[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
  ];
}
