/**
 * The broker's configs for 'TLS': certificates, keys and protocol versions of TLS listeners. Names, types, ranges and
 * defaults are those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const sslConfigs = {
  'ssl.protocol': {
    type: 'string',
    default: 'TLSv1.3',
    updateMode: 'per-broker',
    doc: 'The newest TLS version to speak.',
  },
  'ssl.enabled.protocols': {
    type: 'list',
    default: ['TLSv1.2', 'TLSv1.3'],
    updateMode: 'per-broker',
    doc: 'The TLS versions to speak.',
  },
  'ssl.cipher.suites': {
    type: 'list',
    default: [],
    updateMode: 'per-broker',
    doc: "The cipher suites to offer; empty for the library's own.",
  },
  'ssl.client.auth': {
    type: 'string',
    default: 'none',
    validValues: ['required', 'requested', 'none'],
    updateMode: 'per-broker',
    doc: 'Whether a client must show a certificate (`required`), may (`requested`) or need not (`none`).',
  },
  'ssl.principal.mapping.rules': {
    type: 'string',
    default: 'DEFAULT',
    importance: 'low',
    doc: "Rules that make a short name of a certificate's distinguished name.",
  },
  'ssl.keystore.type': {
    type: 'string',
    default: 'JKS',
    updateMode: 'per-broker',
    doc: 'The format of the key store: `JKS`, `PKCS12` or `PEM`.',
  },
  'ssl.keystore.location': { type: 'string', default: null, updateMode: 'per-broker', doc: "The key store's file." },
  'ssl.keystore.password': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: "The key store's password.",
  },
  'ssl.keystore.key': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: 'The private key itself, in PEM.',
  },
  'ssl.keystore.certificate.chain': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: 'The certificate chain itself, in PEM.',
  },
  'ssl.key.password': { type: 'password', default: null, updateMode: 'per-broker', doc: "The private key's password." },
  'ssl.truststore.type': {
    type: 'string',
    default: 'JKS',
    updateMode: 'per-broker',
    doc: 'The format of the trust store: `JKS`, `PKCS12` or `PEM`.',
  },
  'ssl.truststore.location': {
    type: 'string',
    default: null,
    updateMode: 'per-broker',
    doc: "The trust store's file.",
  },
  'ssl.truststore.password': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: "The trust store's password.",
  },
  'ssl.truststore.certificates': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: 'The trusted certificates themselves, in PEM.',
  },
  'ssl.endpoint.identification.algorithm': {
    type: 'string',
    default: 'https',
    importance: 'low',
    updateMode: 'per-broker',
    doc: "How a peer's host name is checked against its certificate; empty for not at all.",
  },
  'ssl.allow.dn.changes': {
    type: 'boolean',
    default: false,
    importance: 'low',
    doc: 'Whether a new certificate may carry another distinguished name.',
  },
  'ssl.allow.san.changes': {
    type: 'boolean',
    default: false,
    importance: 'low',
    doc: 'Whether a new certificate may carry other alternative names.',
  },
  'ssl.engine.factory.class': {
    type: 'class',
    default: null,
    importance: 'low',
    updateMode: 'per-broker',
    doc: 'A Java class that makes TLS engines.',
  },
  'ssl.keymanager.algorithm': {
    type: 'string',
    default: 'SunX509',
    updateMode: 'per-broker',
    doc: "The Java key manager's algorithm.",
  },
  'ssl.trustmanager.algorithm': {
    type: 'string',
    default: 'PKIX',
    updateMode: 'per-broker',
    doc: "The Java trust manager's algorithm.",
  },
  'ssl.provider': { type: 'string', default: null, updateMode: 'per-broker', doc: 'The Java security provider.' },
  'ssl.secure.random.implementation': {
    type: 'string',
    default: null,
    importance: 'low',
    updateMode: 'per-broker',
    doc: 'The Java random generator.',
  },
} as const;
