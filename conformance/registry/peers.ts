/**
 * The serdes that others wrote, made ready when they are asked for: those in JavaScript bring 280 packages and 170 MB along,
 * those in Python 90 MB, so neither is part of the checkout.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, requireTool, runOrThrow } from '../runner/tools.ts';

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The folder that has Confluent's and kafkajs's serdes, and avsc, in its `node_modules`. Throws MissingTool. */
export async function npmSerdes(onProgress: (line: string) => void): Promise<string> {
  requireTool('npm', '--version');
  const files = ['package.json', 'package-lock.json'];
  return cached(
    'registry-node',
    files.map((file) => place(`packages/${file}`)),
    async (directory) => {
      onProgress('installing the JavaScript serdes');
      mkdirSync(directory, { recursive: true });
      for (const file of files) copyFileSync(place(`packages/${file}`), join(directory, file));
      const install = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      await runOrThrow(install, { cwd: directory, deadlineMs: 300_000 });
    },
  );
}

/** The Python that has Confluent's serdes, and fastavro. Throws MissingTool. */
export async function pythonSerdes(onProgress: (line: string) => void): Promise<string> {
  requireTool('python3', '--version');
  const requirements = place('python/requirements.txt');
  const environment = await cached('registry-python', [requirements], async (directory) => {
    onProgress('installing the Python serdes into a virtual environment');
    await runOrThrow(['python3', '-m', 'venv', directory]);
    const pip = [join(directory, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runOrThrow([...pip, '-r', requirements], { deadlineMs: 300_000 });
  });
  return join(environment, 'bin', 'python');
}
