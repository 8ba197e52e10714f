/**
 * The broker's configs for 'SASL': how clients prove who they are: mechanisms and their settings. Names, types, ranges
 * and defaults are those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const saslConfigs = {
  'sasl.enabled.mechanisms': {
    type: 'list',
    default: ['GSSAPI'],
    updateMode: 'per-broker',
    doc: 'The SASL mechanisms on offer.',
  },
  'sasl.mechanism.inter.broker.protocol': {
    type: 'string',
    default: 'GSSAPI',
    updateMode: 'per-broker',
    doc: 'The mechanism that brokers use among themselves.',
  },
  'sasl.mechanism.controller.protocol': {
    type: 'string',
    default: 'GSSAPI',
    importance: 'high',
    doc: 'The mechanism that brokers use towards controllers.',
  },
  'sasl.jaas.config': {
    type: 'password',
    default: null,
    updateMode: 'per-broker',
    doc: "The login module and its options in JAAS form, under a listener's and a mechanism's prefix.",
  },
  'sasl.server.callback.handler.class': {
    type: 'class',
    default: null,
    doc: "A Java class that answers a SASL server's callbacks.",
  },
  'sasl.client.callback.handler.class': {
    type: 'class',
    default: null,
    doc: "A Java class that answers a SASL client's callbacks.",
  },
  'sasl.login.class': { type: 'class', default: null, doc: 'A Java class that logs in.' },
  'sasl.login.callback.handler.class': {
    type: 'class',
    default: null,
    doc: "A Java class that answers a login's callbacks.",
  },
  'sasl.server.max.receive.size': {
    type: 'int',
    default: 524288,
    doc: 'The largest frame before a connection is authenticated.',
  },
  'sasl.login.connect.timeout.ms': {
    type: 'int',
    default: null,
    importance: 'low',
    doc: 'How long a connection to an identity provider may take.',
  },
  'sasl.login.read.timeout.ms': {
    type: 'int',
    default: null,
    importance: 'low',
    doc: 'How long an answer of an identity provider may take.',
  },
  'sasl.login.retry.backoff.ms': {
    type: 'long',
    default: 100,
    importance: 'low',
    doc: 'The first wait before an identity provider is asked again.',
  },
  'sasl.login.retry.backoff.max.ms': {
    type: 'long',
    default: 10000,
    importance: 'low',
    doc: 'The longest wait before an identity provider is asked again.',
  },
  'sasl.login.refresh.window.factor': {
    type: 'double',
    default: 0.8,
    updateMode: 'per-broker',
    doc: 'After which share of its lifetime a login is refreshed.',
  },
  'sasl.login.refresh.window.jitter': {
    type: 'double',
    default: 0.05,
    updateMode: 'per-broker',
    doc: 'How much that share varies at random.',
  },
  'sasl.login.refresh.min.period.seconds': {
    type: 'short',
    default: 60,
    updateMode: 'per-broker',
    doc: 'The least time between two refreshes.',
  },
  'sasl.login.refresh.buffer.seconds': {
    type: 'short',
    default: 300,
    updateMode: 'per-broker',
    doc: 'How long before its end a login is refreshed at the latest.',
  },
  'sasl.kerberos.service.name': {
    type: 'string',
    default: null,
    updateMode: 'per-broker',
    doc: "The Kerberos principal's name that Kafka runs under.",
  },
  'sasl.kerberos.kinit.cmd': {
    type: 'string',
    default: '/usr/bin/kinit',
    updateMode: 'per-broker',
    doc: 'The path of `kinit`.',
  },
  'sasl.kerberos.min.time.before.relogin': {
    type: 'long',
    default: 60000,
    updateMode: 'per-broker',
    doc: 'The least milliseconds between two logins.',
  },
  'sasl.kerberos.ticket.renew.window.factor': {
    type: 'double',
    default: 0.8,
    updateMode: 'per-broker',
    doc: 'After which share of its lifetime a ticket is renewed.',
  },
  'sasl.kerberos.ticket.renew.jitter': {
    type: 'double',
    default: 0.05,
    updateMode: 'per-broker',
    doc: 'How much that share varies at random.',
  },
  'sasl.kerberos.principal.to.local.rules': {
    type: 'list',
    default: ['DEFAULT'],
    updateMode: 'per-broker',
    doc: 'Rules that make a short name of a Kerberos principal.',
  },
  'sasl.oauthbearer.expected.audience': {
    type: 'list',
    default: [],
    importance: 'high',
    doc: 'The audiences a token may be for.',
  },
  'sasl.oauthbearer.expected.issuer': {
    type: 'string',
    default: null,
    importance: 'high',
    doc: 'The issuer a token must come from.',
  },
  'sasl.oauthbearer.scope': { type: 'string', default: null, doc: 'The scope that a token is asked for.' },
  'sasl.oauthbearer.scope.claim.name': {
    type: 'string',
    default: 'scope',
    importance: 'low',
    doc: 'The claim that holds the scope.',
  },
  'sasl.oauthbearer.sub.claim.name': {
    type: 'string',
    default: 'sub',
    importance: 'low',
    doc: 'The claim that holds the subject.',
  },
  'sasl.oauthbearer.clock.skew.seconds': {
    type: 'int',
    default: 30,
    importance: 'low',
    doc: 'How far the clocks of issuer and broker may differ.',
  },
  'sasl.oauthbearer.jwks.endpoint.url': {
    type: 'string',
    default: null,
    doc: "Where the issuer's public keys are found.",
  },
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': {
    type: 'long',
    default: 3600000,
    importance: 'low',
    doc: 'How often those keys are fetched again.',
  },
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': {
    type: 'long',
    default: 100,
    importance: 'low',
    doc: 'The first wait after those keys could not be fetched.',
  },
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': {
    type: 'long',
    default: 10000,
    importance: 'low',
    doc: 'The longest wait after those keys could not be fetched.',
  },
  'sasl.oauthbearer.token.endpoint.url': { type: 'string', default: null, doc: 'Where tokens are asked for.' },
  'sasl.oauthbearer.jwt.retriever.class': {
    type: 'class',
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
    doc: 'The class that fetches a token.',
  },
  'sasl.oauthbearer.jwt.validator.class': {
    type: 'class',
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
    doc: 'The class that checks a token.',
  },
  'sasl.oauthbearer.client.credentials.client.id': {
    type: 'string',
    default: null,
    doc: 'The client id of the client credentials grant.',
  },
  'sasl.oauthbearer.client.credentials.client.secret': {
    type: 'password',
    default: null,
    doc: 'The client secret of the client credentials grant.',
  },
  'sasl.oauthbearer.assertion.algorithm': {
    type: 'string',
    default: 'RS256',
    validate: (value: string): string | null => isSigningAlgorithm(value),
    doc: 'The algorithm that signs an assertion: `RS256` or `ES256`.',
  },
  'sasl.oauthbearer.assertion.claim.aud': { type: 'string', default: null, doc: 'The audience claim of an assertion.' },
  'sasl.oauthbearer.assertion.claim.exp.seconds': {
    type: 'int',
    default: 300,
    min: 0,
    max: 86400,
    importance: 'low',
    doc: 'How long an assertion is valid.',
  },
  'sasl.oauthbearer.assertion.claim.iss': { type: 'string', default: null, doc: 'The issuer claim of an assertion.' },
  'sasl.oauthbearer.assertion.claim.jti.include': {
    type: 'boolean',
    default: false,
    doc: 'Whether an assertion carries an id of its own.',
  },
  'sasl.oauthbearer.assertion.claim.nbf.seconds': {
    type: 'int',
    default: 60,
    min: 0,
    max: 3600,
    importance: 'low',
    doc: 'How long before now an assertion becomes valid.',
  },
  'sasl.oauthbearer.assertion.claim.sub': { type: 'string', default: null, doc: 'The subject claim of an assertion.' },
  'sasl.oauthbearer.assertion.file': { type: 'string', default: null, doc: 'A file that holds a ready assertion.' },
  'sasl.oauthbearer.assertion.private.key.file': {
    type: 'string',
    default: null,
    doc: 'The private key that signs assertions.',
  },
  'sasl.oauthbearer.assertion.private.key.passphrase': {
    type: 'password',
    default: null,
    doc: 'The passphrase of that key.',
  },
  'sasl.oauthbearer.assertion.template.file': {
    type: 'string',
    default: null,
    doc: 'A file with further claims of an assertion.',
  },
} as const;

function isSigningAlgorithm(value: string): string | null {
  return ['ES256', 'RS256'].includes(value.toUpperCase())
    ? null
    : 'String must be one of (case insensitive): ES256, RS256';
}
