/** Reproducible randomness: every run of a scenario draws the same numbers. */

/** Mulberry32: 32 bits of state, uniform enough for waiting times. Returns numbers from 0 to 1, excluding 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random waiting time with this median. `sigma` is the standard deviation of its logarithm (Box and Muller's method). */
export function lognormal(random: () => number, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}

export function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(1 - random());
}
