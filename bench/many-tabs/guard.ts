/** The scenarios that detect a refresh policy without randomness. They are small and quick enough for every `npm test`. */
import { loadRealCode, SOURCE } from './real-code.ts';
import { HEALTHY, REFUSED_SHORTLY, TOLD_TO_WAIT } from './scenarios.ts';
import { simulateElement } from './simulation.ts';

const PORTALS = 10_000;

/** All sessions end together. */
export interface GuardFigures {
  /** The backend is healthy: requests in the busiest tenth of a second, as a share of the portals. */
  readonly refreshPeak: number;
  /** It refuses connections for 1 s: the same share after that, and requests per link. */
  readonly shortPeak: number;
  readonly shortRequests: number;
  /**
   * It answers 503 with `Retry-After: 30` for 30 s: requests in the busiest second after that, relative to the ideal, and
   * requests per link.
   */
  readonly toldPeak: number;
  readonly toldRequests: number;
}

export async function guardFigures(source = SOURCE): Promise<GuardFigures> {
  const code = await loadRealCode(source);
  const healthy = await simulateElement(HEALTHY, PORTALS, code);
  const short = await simulateElement(REFUSED_SHORTLY, PORTALS, code);
  const told = await simulateElement(TOLD_TO_WAIT, PORTALS, code);
  return {
    refreshPeak: healthy.peakTenth / PORTALS,
    shortPeak: short.peakTenth / PORTALS,
    shortRequests: short.requests / short.links,
    toldPeak: told.peak / told.idealPeak,
    toldRequests: told.requests / told.links,
  };
}
