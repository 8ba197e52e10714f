/** Runs a tool of Apache Kafka's in a JVM of its own and gives back what it prints. */
import { spawn } from 'node:child_process';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';

/** The same JVM for every subject; big enough never to be short of memory. */
const JVM = ['-Xms1g', '-Xmx1g', '-XX:+UseG1GC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];

export async function runKafkaTool(className: string, args: readonly string[]): Promise<string> {
  const classpath = await apacheKafkaClasspath((line) => process.stderr.write(`${line}\n`));
  const child = spawn('java', [...JVM, '-cp', classpath, className, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${className} ended with ${code}:\n${output.slice(-2000)}`);
  return output;
}
