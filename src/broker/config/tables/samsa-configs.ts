/** The broker's configs that Kafka does not have, or has as an internal one with another meaning. */
export const samsaConfigs = {
  'flush.ack': {
    type: 'string',
    default: 'fsync',
    validValues: ['fsync', 'page-cache'],
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `When a write counts as safe and is acknowledged: \`fsync\` when it is on the medium, so that it survives a power
      loss; \`page-cache\`, as Kafka does, when the operating system has it, so that it survives the end of the process.
      The default of the topic config of the same name.`,
  },
  features: {
    type: 'list',
    default: [],
    validate: (value: readonly string[]): string | null => isFeatureList(value),
    doc: `Levels of features to finalise, as comma-separated \`name=level\`, e.g.
      \`group.version=1,transaction.version=2\`; level 0 switches a feature off. Features that are not named get the
      highest level there is.`,
  },
  'samsa.cluster.id': {
    type: 'string',
    default: null,
    validate: (value: string): string | null => isClusterId(value),
    doc: `The id that a new cluster gets, 22 characters of base64url; drawn at random where not set. A data directory keeps
      the id it has and is refused under another one.`,
  },
  'samsa.slow.request.ms': {
    type: 'long',
    default: 1000,
    min: -1,
    doc: `From how many milliseconds on a request that has nothing to wait for is told of in the log, in a line of the
      component \`slow-requests\`; -1 for never.`,
  },
  'samsa.http.listener': {
    type: 'string',
    default: null,
    validate: (value: string): string | null => isHttpListener(value),
    doc: `Where \`samsa start\` answers \`/metrics\`, \`/healthz\` and \`/readyz\` by HTTP, as \`host:port\`; \`none\` for nowhere.
      Without it \`localhost:8080\` where that is free. Other machines can reach another address than localhost only with
      \`samsa.insecure\`, as nothing authenticates who asks.`,
  },
  'samsa.registry.listener': {
    type: 'string',
    default: null,
    validate: (value: string): string | null => isHttpListener(value),
    doc: `Where \`samsa start\` answers the REST API of the schema registry, as \`host:port\`; \`none\` for nowhere. Without it
      \`localhost:8081\` where that is free. Where the broker asks for logins, so does the registry: by HTTP Basic with the
      names and passwords of SCRAM and PLAIN users, or by a bearer token. Other machines can reach another address than
      localhost only then, or with \`samsa.insecure\`.`,
  },
  'samsa.registry.compat': {
    type: 'int',
    default: 8,
    min: 7,
    max: 8,
    doc: `Whose answers the schema registry gives where they changed: those of Confluent's registry 7 or 8.`,
  },
  'samsa.registry.client.config': {
    type: 'string',
    default: null,
    doc: `A properties file of Kafka client configs with which the schema registry logs in to this broker, where all its
      listeners ask for that. With \`--secure\` it is the first user's.`,
  },
  'samsa.registry.allowed.origins': {
    type: 'list',
    default: [],
    doc: `Origins whose pages may use the schema registry from a browser (CORS), as \`https://console.example.com\`; \`*\` for
      all. None by default.`,
  },
  'samsa.insecure': {
    type: 'boolean',
    default: false,
    importance: 'high',
    doc: `Lets a listener that nothing authenticates be open to other machines: everybody who reaches it can read, write and
      delete everything. The same as \`--insecure\`.`,
  },
  'samsa.replication.factor.clamp': {
    type: 'boolean',
    default: false,
    doc: `Lets topics ask for more replicas than there are brokers and gives them as many as there are, where Kafka answers
      INVALID_REPLICATION_FACTOR. For test suites that were written against several brokers.`,
  },
} as const;

function isFeatureList(items: readonly string[]): string | null {
  const wrong = items.find((item) => !/^[a-z][a-z0-9.]*=\d{1,5}$/.test(item));
  return wrong === undefined ? null : `${wrong} is not of the form name=level`;
}

function isHttpListener(text: string): string | null {
  return /^(?:none|(?:\[[^\]]+\]|[^:[\]]*):\d{1,5})$/.test(text)
    ? null
    : `${text} is not of the form host:port, nor none`;
}

function isClusterId(id: string): string | null {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? null : 'Up to 64 letters, digits, - and _ make a cluster id';
}
