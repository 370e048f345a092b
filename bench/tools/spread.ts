/** Summarizes repeated measurements. It uses medians, because a busy machine can only add time. */

/** The value that `share` of all values lie below. Interpolates between two values. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there are no measurements');
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)]!;
  const high = sorted[Math.ceil(position)]!;
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface Spread {
  readonly median: number;
  /** One value in ten is lower. */
  readonly p10: number;
  /** One value in ten is higher. */
  readonly p90: number;
  readonly count: number;
}

export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  p10: quantile(values, 0.1),
  p90: quantile(values, 0.9),
  count: values.length,
});

/** `12.3 (11.9–14.0)`: the median, and the 10th and 90th percentile. */
export function spreadText(values: readonly number[], digits = 1): string {
  const { median: middle, p10, p90 } = spread(values);
  return `${middle.toFixed(digits)} (${p10.toFixed(digits)}–${p90.toFixed(digits)})`;
}
