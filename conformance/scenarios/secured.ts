/**
 * Clients that others wrote come in over TLS, by certificate and by each SASL mechanism that they have, send a record and
 * find it there; with a wrong password none of them does.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunningBroker } from '../client/running-broker.ts';
import {
  createScramUser,
  listener,
  scramUser,
  securedBroker,
  tlsFile,
  unsecuredToken,
  user,
} from '../client/secured-kafka.ts';
import { Wire } from '../client/wire.ts';
import { goDriver, javaClasspath, pythonEnvironment, shortLivedJvm } from '../clients/registry.ts';
import type { Check, Context, Scenario } from '../runner/context.ts';
import { runOrThrow } from '../runner/tools.ts';

const TOPIC = 'secured';

interface Way {
  readonly name: string;
  readonly listener: string;
  readonly isEncrypted: boolean;
  readonly certificate?: true;
  readonly mechanism?: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER';
  readonly password?: string;
  readonly fails?: true;
}

const ways: readonly Way[] = [
  { name: 'TLS', listener: listener.tls, isEncrypted: true },
  { name: 'its certificate', listener: listener.mutualTls, isEncrypted: true, certificate: true },
  { name: 'PLAIN', listener: listener.sasl, isEncrypted: false, mechanism: 'PLAIN' },
  ...(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const).map((mechanism): Way => ({
    name: `${mechanism} over TLS`,
    listener: listener.saslOverTls,
    isEncrypted: true,
    mechanism,
  })),
  {
    name: 'a wrong password',
    listener: listener.saslOverTls,
    isEncrypted: true,
    mechanism: 'SCRAM-SHA-512',
    password: 'wrong',
    fails: true,
  },
];

/** How a client of a language is told the way in, and run. */
interface Program {
  readonly client: string;
  run(broker: RunningBroker, way: Way, value: string): Promise<unknown>;
}

function place(path: string): string {
  return fileURLToPath(new URL(`../clients/secured/${path}`, import.meta.url));
}

function account({ mechanism, password }: Way): { username: string; password: string } {
  const one = mechanism === 'PLAIN' ? user : scramUser;
  return { username: one.username, password: password ?? one.password };
}

const java: Program = {
  client: 'java',
  async run(broker, way, value) {
    const file = join(broker.directory, `java-${way.name.replaceAll(' ', '-')}.properties`);
    writeFileSync(file, javaProperties(broker, way));
    const classpath = await javaClasspath(() => undefined);
    await runOrThrow(['java', ...shortLivedJvm, '-cp', classpath, place('SecuredClient.java'), file, TOPIC, value]);
  },
};

function javaProperties(broker: RunningBroker, way: Way): string {
  const { username, password } = account(way);
  const security = 'org.apache.kafka.common.security';
  const lines = [`bootstrap.servers=${broker.bootstrapOf(way.listener)}`, `security.protocol=${protocolOf(way)}`];
  if (way.isEncrypted) {
    lines.push('ssl.truststore.type=PEM', `ssl.truststore.certificates=${oneLine(tlsFile('ca.pem'))}`);
  }
  if (way.certificate === true) {
    lines.push('ssl.keystore.type=PEM', `ssl.keystore.certificate.chain=${oneLine(tlsFile('client.pem'))}`);
    lines.push(`ssl.keystore.key=${oneLine(tlsFile('client.key'))}`);
  }
  const { mechanism } = way;
  if (mechanism === undefined) return lines.join('\n');
  lines.push(`sasl.mechanism=${mechanism}`);
  if (mechanism === 'OAUTHBEARER') {
    lines.push(
      `sasl.login.callback.handler.class=${security}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler`,
    );
    lines.push(
      `sasl.jaas.config=${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="carol";`,
    );
    return lines.join('\n');
  }
  const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  lines.push(`sasl.jaas.config=${security}.${module} required username="${username}" password="${password}";`);
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.trim().replaceAll('\n', '\\n');
}

function protocolOf({ isEncrypted, mechanism }: Way): string {
  if (mechanism === undefined) return isEncrypted ? 'SSL' : 'PLAINTEXT';
  return isEncrypted ? 'SASL_SSL' : 'SASL_PLAINTEXT';
}

const python: Program = {
  client: 'confluent-python',
  async run(broker, way, value) {
    const { username, password } = account(way);
    const configs: Record<string, string> = {
      'bootstrap.servers': broker.bootstrapOf(way.listener),
      'security.protocol': protocolOf(way),
      ...(way.isEncrypted ? { 'ssl.ca.pem': tlsFile('ca.pem') } : {}),
      ...(way.certificate === true
        ? { 'ssl.certificate.pem': tlsFile('client.pem'), 'ssl.key.pem': tlsFile('client.key') }
        : {}),
      ...(way.mechanism === undefined ? {} : { 'sasl.mechanism': way.mechanism }),
      ...(hasAccount(way) ? { 'sasl.username': username, 'sasl.password': password } : {}),
    };
    const environment = await pythonEnvironment(() => undefined);
    const file = writeJson(broker, way, configs);
    await runOrThrow([environment, '-B', place('secured_client.py'), file, TOPIC, value, ...tokenOf(way)]);
  },
};

const kafkajs: Program = {
  client: 'kafkajs',
  async run(broker, way, value) {
    const ssl = {
      ca: [tlsFile('ca.pem')],
      ...(way.certificate === true ? { cert: tlsFile('client.pem'), key: tlsFile('client.key') } : {}),
    };
    const sasl = hasAccount(way) ? { sasl: { mechanism: way.mechanism!.toLowerCase(), ...account(way) } } : {};
    const options = {
      brokers: [broker.bootstrapOf(way.listener)],
      ...(way.isEncrypted ? { ssl } : {}),
      ...sasl,
    };
    const script = place('kafkajs-client.ts');
    await runOrThrow([process.execPath, script, writeJson(broker, way, options), TOPIC, value, ...tokenOf(way)]);
  },
};

const franzGo: Program = {
  client: 'franz-go',
  async run(broker, way, value) {
    const options = {
      bootstrap: broker.bootstrapOf(way.listener),
      ...(way.isEncrypted ? { authority: tlsFile('ca.pem') } : {}),
      ...(way.certificate === true ? { certificate: tlsFile('client.pem'), key: tlsFile('client.key') } : {}),
      ...(way.mechanism === undefined ? {} : { mechanism: way.mechanism, oauthToken: tokenOf(way)[0] ?? '' }),
      ...(hasAccount(way) ? account(way) : {}),
    };
    await runOrThrow([await goDriver(() => undefined), 'secured', writeJson(broker, way, options), TOPIC, value]);
  },
};

function hasAccount({ mechanism }: Way): boolean {
  return mechanism !== undefined && mechanism !== 'OAUTHBEARER';
}

function tokenOf({ mechanism }: Way): string[] {
  return mechanism === 'OAUTHBEARER' ? [unsecuredToken()] : [];
}

let files = 0;
function writeJson(broker: RunningBroker, way: Way, value: object): string {
  const file = join(broker.directory, `client-${++files}-${way.listener}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const programs: readonly Program[] = [java, python, kafkajs, franzGo];

/** Started by the first check, ended by the last. */
class SecuredRun {
  readonly #context: Context;
  #broker: Promise<RunningBroker> | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  checks(): Check[] {
    const chosen = programs.filter(({ client }) =>
      this.#context.participants.some((one) => one.client.name === client),
    );
    return chosen.flatMap((program) =>
      ways.map((way) => ({
        lane: program.client,
        name: `${program.client}: ${way.fails === true ? `${way.name} does not open the door` : `gets in by ${way.name}`}`,
        run: () => this.#try(program, way),
      })),
    );
  }

  async end(): Promise<void> {
    await (await this.#broker)?.discard();
  }

  async #try(program: Program, way: Way): Promise<void> {
    this.#broker ??= startSecured(this.#context);
    const attempt = program.run(await this.#broker, way, `${program.client} by ${way.name}`);
    if (way.fails !== true) return void (await attempt);
    const outcome = await attempt.then(
      () => 'let in',
      () => 'refused',
    );
    if (outcome === 'let in') throw new Error('the broker let it in');
  }
}

async function startSecured({ broker: name }: Context): Promise<RunningBroker> {
  const broker = await RunningBroker.start(name, securedBroker);
  const wire = await Wire.open(broker.port);
  await wire.createTopic(TOPIC, 1);
  await createScramUser({ wire: async () => wire });
  wire.close();
  return broker;
}

export const secured: Scenario = {
  name: 'secured',
  phases(context) {
    const run = new SecuredRun(context);
    const ending: Check = { name: 'the broker ends', lane: 'broker', run: () => run.end() };
    return [run.checks(), [ending]];
  },
};
