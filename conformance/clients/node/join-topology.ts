/** Joins that keep more than a table: by a foreign key through topics of their own, and of streams with records that wait. */
import { string } from '../../../src/serde/index.ts';
import { Topology, type TopologyOptions } from '../../../src/streams/index.ts';

const TEXTS = { key: string(), value: string() };

export interface JoinTopics extends Pick<TopologyOptions, 'stores'> {
  /** Things, which are `owner:…`, their owners, and the two streams, left and right. */
  readonly inputs: readonly string[];
  /** Things with their owners, and records of the streams that met or did not. */
  readonly outputs: readonly string[];
}

export const MEETING_WITHIN = '1m';

export function joins(applicationId: string, { inputs, outputs, stores = 'memory' }: JoinTopics): Topology {
  const [things = '', owners = '', left = '', right = ''] = inputs;
  const [owned = '', met = ''] = outputs;
  const topology = new Topology(applicationId, { stores });
  topology
    .table(things, { ...TEXTS, store: 'things' })
    .joinByForeignKey(
      topology.table(owners, { ...TEXTS, store: 'owners' }),
      (thing) => thing.split(':')[0]!,
      (thing, owner) => `${thing} of ${owner}`,
      { name: 'owned' },
    )
    .toStream()
    .filter((value): value is string => value !== null)
    .to(owned, TEXTS);
  topology
    .stream(left, TEXTS)
    .outerJoin(topology.stream(right, TEXTS), (one, other) => `${one}+${other}`, {
      within: MEETING_WITHIN,
      grace: 0,
      name: 'meet',
      store: 'meetings',
      key: string(),
      left: string(),
      right: string(),
    })
    .to(met, TEXTS);
  return topology;
}
