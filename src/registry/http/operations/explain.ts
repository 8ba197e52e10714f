/**
 * `/samsa/…`, what Confluent's registry has not: a registration that only pretends. It says what would become of it, each
 * difference to each version that is compared, and which consumer groups read the topic.
 */
import { explainRegistration } from '../../state/decide/register.ts';
import type { ExplainedVersion } from '../../state/compatibility.ts';
import { present } from '../../state/entity-shapes.ts';
import { NORMALIZE, type Call, type Operation } from '../operation.ts';
import { registerRequest } from '../request-bodies.ts';

/** A consumer group that has committed offsets of a topic. */
export interface TopicGroup {
  readonly group: string;
  /** As Kafka's tools write it: `Stable`, `Empty`. */
  readonly state: string;
}

/** Who reads a topic; null where the cluster does not say. */
export type TopicGroups = (topic: string) => Promise<readonly TopicGroup[] | null>;

/** What a type that is used often repeats is left out behind so many. */
const MAX_DIFFERENCES = 1000;

export function explainOperations(topicGroups: TopicGroups): readonly Operation[] {
  return [
    {
      id: 'explainRegistration',
      method: 'POST',
      path: '/samsa/subjects/{subject}/explain',
      summary:
        'What would become of a registration: each difference that counts, and who reads the topic. Registers nothing.',
      query: [NORMALIZE],
      body: 'RegisterSchemaRequest',
      answer: { kind: 'object', shape: 'ExplainedRegistration' },
      errors: [42201, 42205, 42208, 42209, 42210],
      access: { to: 'read', of: 'subject' },
      handle: (call) => explained(call, topicGroups),
    },
  ];
}

async function explained(call: Call, topicGroups: TopicGroups): Promise<unknown> {
  const { registry, body, query } = call;
  const subject = call.subject();
  const { versions, ...outcome } = explainRegistration(
    registry.state,
    {
      type: 'register',
      subject,
      request: registerRequest(body),
      normalize: query.boolean('normalize'),
      format: null,
      force: false,
    },
    // Nothing of it depends on the time.
    { now: 0, schemas: registry.schemas },
  );
  const topic = topicOf(subject);
  // As Kafka has it: who may describe the cluster sees all groups.
  const mayName = topic !== null && call.mayAccess('read', null);
  const groups = mayName ? await topicGroups(topic) : null;
  return { subject, ...outcome, versions: versions.map(versionJson), topic, groups };
}

function versionJson({ version, isCompatible, problem, differences }: ExplainedVersion): Record<string, unknown> {
  return {
    version,
    isCompatible,
    ...present({ problem }),
    differences: differences.slice(0, MAX_DIFFERENCES).map(({ reader, type, path, message, ...difference }) => ({
      reader,
      type,
      path,
      message,
      isCompatible: difference.isCompatible,
    })),
  };
}

/** `orders-value` and `:.context:orders-value` → `orders`; null for a subject of another name. */
function topicOf(subject: string): string | null {
  const bare = subject.replace(/^:[^:]*:/, '');
  return /^(.+)-(?:key|value)$/s.exec(bare)?.[1] ?? null;
}
