/**
 * The broker's configs for 'authentication and authorisation': who a client is, what it may do, and delegation tokens.
 * Names, types, ranges and defaults are those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const accessConfigs = {
  'authorizer.class.name': { type: 'string', default: '', importance: 'low', doc: 'The authorizer.' },
  'super.users': { type: 'string', default: '', doc: 'Principals that may do everything, separated by semicolons.' },
  'allow.everyone.if.no.acl.found': {
    type: 'boolean',
    default: false,
    doc: 'Whether what no ACL names is open to everybody.',
  },
  'principal.builder.class': {
    type: 'class',
    default: 'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
    updateMode: 'per-broker',
    doc: 'The class that makes a principal of an authenticated connection.',
  },
  'security.providers': {
    type: 'string',
    default: null,
    importance: 'low',
    doc: 'Java classes that provide security algorithms.',
  },
  'config.providers': {
    type: 'list',
    default: [],
    importance: 'low',
    updateMode: 'cluster-wide',
    doc: 'Names of classes that resolve `${name:path:key}` in values.',
  },
  'delegation.token.secret.key': {
    type: 'password',
    default: null,
    doc: 'The key that signs delegation tokens; without it there are none.',
  },
  'delegation.token.max.lifetime.ms': {
    type: 'long',
    default: 604800000,
    min: 1,
    doc: 'How long a delegation token can be renewed.',
  },
  'delegation.token.expiry.time.ms': {
    type: 'long',
    default: 86400000,
    min: 1,
    doc: 'How long a delegation token is valid without renewal.',
  },
  'delegation.token.expiry.check.interval.ms': {
    type: 'long',
    default: 3600000,
    min: 1,
    importance: 'low',
    doc: 'How often expired delegation tokens are removed.',
  },
} as const;
