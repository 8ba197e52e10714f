/** Metrics as they are shown: families of samples, in Prometheus's sense, whatever they are written as. */
export type MetricLabels = Readonly<Record<string, string>>;

export interface MetricSample {
  readonly labels: MetricLabels;
  readonly value: number;
}

/** Number, sum and quantiles of one set of labels. */
export interface SummarySample {
  readonly labels: MetricLabels;
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly fraction: number; readonly value: number }[];
}

export type MetricFamily =
  | {
      /** As in Prometheus; of a counter it ends with `_total`. */
      readonly name: string;
      readonly help: string;
      readonly type: 'counter' | 'gauge';
      readonly samples: readonly MetricSample[];
    }
  | {
      readonly name: string;
      readonly help: string;
      readonly type: 'summary';
      readonly samples: readonly SummarySample[];
    };

/** A counter or gauge of one sample without labels. */
export function single(
  type: 'counter' | 'gauge',
  name: string,
  { help, value }: { help: string; value: number },
): MetricFamily {
  return { name, help, type, samples: [{ labels: {}, value }] };
}
