/** The scenarios for a backend with many tabs. */
import type { Refusal } from './backend.ts';
import type { Scenario } from './simulation.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The length of a session. */
const SESSION = 360 * MINUTE;

const OUTAGES = [
  { name: '1 s', upAt: SECOND },
  { name: '30 s', upAt: 30 * SECOND },
  { name: '10 min', upAt: 10 * MINUTE },
];
const REFUSALS: { name: string; refusal: Refusal }[] = [
  { name: 'refuses connections', refusal: 'refused' },
  { name: '503', refusal: { status: 503 } },
  { name: '503, Retry-After: 30', refusal: { status: 503, retryAfter: 'seconds' } },
  { name: '503, Retry-After: the date of its return', refusal: { status: 503, retryAfter: 'date' } },
];

export const HEALTHY: Scenario = { title: 'healthy', backend: {} };

const down = (name: string, refusal: Refusal, outage: string, upAt: number): Scenario => ({
  title: `${name}, for ${outage}`,
  backend: { upAt, refusal },
});

/** The element treats 429 like 503. One row shows this. */
const TOO_MANY = down('429, Retry-After: 30', { status: 429, retryAfter: 'seconds' }, '30 s', 30 * SECOND);

export const outages = (names = OUTAGES.map(({ name }) => name)): Scenario[] =>
  OUTAGES.filter(({ name }) => names.includes(name)).flatMap((outage) => [
    ...REFUSALS.map(({ name, refusal }) => down(name, refusal, outage.name, outage.upAt)),
    ...(outage.name === '30 s' ? [TOO_MANY] : []),
  ]);

/** The backend sends `Retry-After`, which the element obeys. */
export const TOLD_TO_WAIT = down('503, Retry-After: 30', { status: 503, retryAfter: 'seconds' }, '30 s', 30 * SECOND);
export const REFUSED_SHORTLY = down('refuses connections', 'refused', '1 s', SECOND);

/** Links for a tenth of the portals per second. Further requests are refused. */
export const limited = (portals: number): Scenario[] =>
  [undefined, 5, 30].map((retryAfter) => ({
    title: `503 beyond ${portals / 10} links a second${retryAfter ? `, Retry-After: ${retryAfter}` : ''}`,
    backend: {
      capacity: portals / 10,
      refusal: { status: 503, ...(retryAfter && { retryAfter: 'seconds' }) },
      ...(retryAfter && { retryAfter }),
    },
  }));

/** Sessions end all the time. It simulates only the time around an outage, because other sessions do not meet it. */
export const EVENLY: Scenario = {
  title: 'refuses connections, from the 5th to the 15th minute of 45',
  backend: { downFrom: 5 * MINUTE, upAt: 15 * MINUTE, refusal: 'refused' },
  endsOver: 45 * MINUTE,
};
/** The number of sessions of these portals that end in that time. */
export const endingEvenly = (portals: number): number => Math.round((portals * 45 * MINUTE) / SESSION);
