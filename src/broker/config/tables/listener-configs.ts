/**
 * The broker's configs for 'listeners and connections': where the broker listens, what it tells clients about that,
 * and what bounds a connection. Names, types, ranges and defaults are those of Kafka 4.3 unless the documentation of a
 * key says otherwise.
 */
export const listenerConfigs = {
  listeners: {
    type: 'list',
    default: ['PLAINTEXT://localhost:9092'],
    importance: 'high',
    updateMode: 'per-broker',
    doc: `Where to listen: comma-separated \`NAME://host:port\`. An empty host means all addresses, \`[::1]\` is an IPv6
      address, port 0 picks a free one. Each name needs a security protocol in \`listener.security.protocol.map\`
      unless it is one itself. An address other machines can reach is refused as long as nothing authenticates
      clients, unless \`samsa.insecure\` says so; that is why the default is \`localhost\` (both address families)
      where Kafka's is all addresses.`,
  },
  'advertised.listeners': {
    type: 'list',
    default: null,
    importance: 'high',
    doc: `The addresses clients are told to connect to, by listener name. Where not set, the addresses of \`listeners\`;
      a listener on all addresses advertises this machine's host name.`,
  },
  'listener.security.protocol.map': {
    type: 'string',
    default: 'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
    importance: 'low',
    updateMode: 'per-broker',
    doc: 'The security protocol of each listener name, as comma-separated `NAME:PROTOCOL`.',
  },
  'inter.broker.listener.name': {
    type: 'string',
    default: null,
    doc: 'The listener that brokers use among themselves.',
  },
  'security.inter.broker.protocol': {
    type: 'string',
    default: 'PLAINTEXT',
    validValues: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    doc: 'The security protocol that brokers use among themselves where `inter.broker.listener.name` is not set.',
  },
  'early.start.listeners': {
    type: 'list',
    default: null,
    importance: 'high',
    doc: 'Listeners that a Kafka broker may open before its authorizer is ready.',
  },
  'max.connections': {
    type: 'int',
    default: 2147483647,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `The most connections this broker holds at a time, over all listeners, or with \`listener.name.<name>.\` before
      it over one. One more waits until another ends, and so many wait as \`socket.listen.backlog.size\` says.`,
  },
  'max.connections.per.ip': {
    type: 'int',
    default: 2147483647,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'The most connections from one address.',
  },
  'max.connections.per.ip.overrides': {
    type: 'string',
    default: '',
    updateMode: 'cluster-wide',
    doc: 'Other limits than `max.connections.per.ip` for single addresses, as comma-separated `address:number`.',
  },
  'max.connection.creation.rate': {
    type: 'int',
    default: 2147483647,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `The most new connections a second, over all listeners, or with \`listener.name.<name>.\` before it over one. Those
      that come faster wait.`,
  },
  'connections.max.idle.ms': {
    type: 'long',
    default: 600000,
    doc: 'A connection on which nothing moved for this long is closed.',
  },
  'connections.max.reauth.ms': {
    type: 'long',
    default: 0,
    doc: 'How long an authenticated session lives before the client must authenticate again; 0 for ever.',
  },
  'connection.failed.authentication.delay.ms': {
    type: 'int',
    default: 100,
    min: 0,
    importance: 'low',
    doc: 'How long the answer to a failed authentication is held back.',
  },
  'socket.request.max.bytes': {
    type: 'int',
    default: 104857600,
    min: 1,
    importance: 'high',
    doc: 'The largest request. A frame that claims to be larger costs the client its connection.',
  },
  'socket.receive.buffer.bytes': {
    type: 'int',
    default: 102400,
    importance: 'high',
    doc: 'The receive buffer of a socket; -1 leaves it to the system.',
  },
  'socket.send.buffer.bytes': {
    type: 'int',
    default: 102400,
    importance: 'high',
    doc: 'The send buffer of a socket; -1 leaves it to the system.',
  },
  'socket.listen.backlog.size': {
    type: 'int',
    default: 50,
    min: 1,
    doc: 'The most connections of a listener that wait to be served.',
  },
  'socket.connection.setup.timeout.ms': {
    type: 'long',
    default: 10000,
    doc: 'How long a connection to another broker may take to set up at first.',
  },
  'socket.connection.setup.timeout.max.ms': {
    type: 'long',
    default: 30000,
    doc: 'The longest that a connection to another broker may take to set up.',
  },
  'queued.max.requests': {
    type: 'int',
    default: 500,
    min: 1,
    importance: 'high',
    doc: `How many requests may wait before Kafka's network threads stop reading. Samsa reads on from a connection only
      when its last request is answered, whatever stands here.`,
  },
  'queued.max.request.bytes': {
    type: 'long',
    default: -1,
    doc: 'How many bytes of requests may wait; -1 for no limit.',
  },
  'request.timeout.ms': {
    type: 'int',
    default: 30000,
    importance: 'high',
    doc: 'How long a request to another broker may take.',
  },
  'num.network.threads': {
    type: 'int',
    default: 3,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: "Kafka's network threads.",
  },
  'num.io.threads': {
    type: 'int',
    default: 8,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: "Kafka's request threads.",
  },
  'background.threads': {
    type: 'int',
    default: 10,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: "Kafka's threads for background work.",
  },
} as const;
