/**
 * Random lives: an element goes through a random sequence of everything that can happen to it, and after every step it
 * has to be what the rules of the contract say (`portal-model.ts`). A life that breaks a rule is made as short as
 * possible, and its seed lives it again.
 *
 * Real: the element, lit, the DOM, the frames and their windows, events, `AbortSignal`, `moveBefore`. Simulated, because
 * a thousand lives would take hours otherwise: time, what `fetch` answers, what a frame loads, who speaks in it (a
 * `MessageEvent` of ours, with the frame's real window as its source), nearness, visibility, network, new tabs. That the
 * real ones of those behave as simulated is for the tests in `test/element`.
 *
 * `test/random/random.config.mjs` runs as many lives as one likes.
 */
import fc from 'fast-check';
import { isLongRun, report } from '../tools/figures.ts';
import { Life } from './life.ts';
import { PortalModel } from './portal-model.ts';
import { beginnings, lives } from './steps.ts';

const STEPS = 40;
/** Where `Math.random()` begins: the multiplier of the generator would leave 0 where it is. */
const chances = fc.integer({ min: 1, max: 2 ** 31 - 2 });

const isLong = await isLongRun();
const { randomLives = isLong ? '2000' : '100', randomSeeds = isLong ? '1,2,3,4' : '1,2' } =
  document.documentElement.dataset;

async function live(
  sequence: Iterable<fc.AsyncCommand<PortalModel, Life>>,
  isUsual: boolean,
  chance: number,
): Promise<void> {
  const life = new Life(chance);
  const { clock } = life.page;
  const model = new PortalModel(clock.wall, location, life);
  try {
    if (isUsual) await fc.asyncModelRun(() => ({ model, real: life }), beginnings);
    await fc.asyncModelRun(() => ({ model, real: life }), sequence);
    await life.settle(model);
    life.detach();
    model.detach();
    await life.settle(model);
  } finally {
    await life.end();
  }
}

let before: Promise<unknown> = Promise.resolve();

/** One life at a time: after an error that nobody catches, mocha goes on to the next test while this one still runs. */
function alone(...values: Parameters<typeof live>): Promise<void> {
  const life = before.then(() => live(...values));
  before = life.catch(() => undefined);
  return life;
}

describe('random lives', () => {
  for (const seed of randomSeeds.split(',').map(Number)) {
    it(`follow the rules: ${randomLives} of them, seed ${seed}`, async function () {
      this.timeout(0);
      const property = fc.asyncProperty(lives(STEPS), fc.boolean(), chances, alone);
      await fc.assert(property, { seed, numRuns: Number(randomLives), includeErrorInReport: true });
      await report('Random lives', `seed ${seed}`, { lives: Number(randomLives), 'rules broken': 0 });
    });
  }
});
