/** Reads a broker's `/metrics` page: each sample by its name and labels. */
import { KafkaError } from '#kernel';

const TIMEOUT_MS = 5000;

export interface ScrapedSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples by the name of their metric. */
export type Scrape = ReadonlyMap<string, readonly ScrapedSample[]>;

/** Fails with a KafkaError that says what to do where nobody answers. */
export async function scrape(url: string, signal: AbortSignal): Promise<Scrape> {
  let response: Response;
  try {
    response = await fetch(`${url}/metrics`, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new KafkaError(
      'BROKER_NOT_AVAILABLE',
      `no broker shows its metrics on ${url}: start one with "samsa start", or name its address with --http`,
      { cause },
    );
  }
  const text = await response.text();
  if (response.ok) return parsePage(text);
  throw new KafkaError(
    'BROKER_NOT_AVAILABLE',
    `${url}/metrics answered ${response.status}: ${text.trim().slice(0, 200)}`,
  );
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

export function parsePage(text: string): Scrape {
  const samples = new Map<string, ScrapedSample[]>();
  for (const line of text.split('\n')) {
    const match = line.startsWith('#') ? null : SAMPLE.exec(line);
    if (match === null) continue;
    const [, name = '', labels = '', value = ''] = match;
    const sample = { labels: labelsOf(labels), value: Number(value) };
    const known = samples.get(name);
    if (known === undefined) samples.set(name, [sample]);
    else known.push(sample);
  }
  return samples;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = Object.create(null);
  for (const [, name = '', value = ''] of text.matchAll(LABEL)) {
    labels[name] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}
