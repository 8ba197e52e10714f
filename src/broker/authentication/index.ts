/** What the rest of the broker uses of authentication. */
export { Authentication, listenProblem } from './authentication.ts';
export { ClusterCredentials } from './cluster-credentials.ts';
export { ListenerSecurity } from './listener-security.ts';
export { OneStepLogins } from './one-step-logins.ts';
export { dispatchWithLogin } from './sasl-dispatch.ts';
export { setScramPassword } from './scram-users.ts';
export type { SaslServer } from './sasl-server.ts';
