/** What the rest of the broker uses of authentication. */
export { Authentication, listenProblem } from './authentication.ts';
export { openBearerLogins } from './bearer-logins.ts';
export type { BearerLogins } from './bearer-logins.ts';
export { ClusterCredentials } from './cluster-credentials.ts';
export { subjectOf as certificateSubject } from './distinguished-name.ts';
export { ListenerSecurity } from './listener-security.ts';
export { OneStepLogins } from './one-step-logins.ts';
export { dispatchWithLogin } from './sasl-dispatch.ts';
export { setScramPassword } from './scram-users.ts';
export type { SaslServer } from './sasl-server.ts';
