/**
 * Random lives: an element goes through a random sequence of steps, and after every step it has to match the rules of the
 * contract (`portal-model.ts`). A life that breaks a rule is shortened as far as possible, and its seed repeats it.
 *
 * Real: the element, lit, the DOM, the frames and their windows, events, `AbortSignal`, `moveBefore`. Simulated, because a
 * thousand lives would take hours otherwise: time, the answers of `fetch`, the pages in frames and their messages
 * (`MessageEvent`s with the frame's real window as their source), nearness, visibility, network, new tabs. The tests in
 * `test/element` use the real ones.
 *
 * `test/random/random.config.mjs` runs any number of lives.
 */
import fc from 'fast-check';
import { isLongRun, report } from '../tools/figures.ts';
import { Life } from './life.ts';
import { PortalModel } from './portal-model.ts';
import { beginnings, lives } from './steps.ts';

const STEPS = 40;
/** Start values of `Math.random()`; not 0, which the generator would keep. */
const randomStarts = fc.integer({ min: 1, max: 2 ** 31 - 2 });

const isLong = await isLongRun();
const { randomLives = isLong ? '2000' : '100', randomSeeds = isLong ? '1,2,3,4' : '1,2' } =
  document.documentElement.dataset;

async function live(
  sequence: Iterable<fc.AsyncCommand<PortalModel, Life>>,
  startsUsual: boolean,
  randomStart: number,
): Promise<void> {
  const life = new Life(randomStart);
  const { clock } = life.page;
  const model = new PortalModel(clock.wall, location, life);
  try {
    if (startsUsual) await fc.asyncModelRun(() => ({ model, real: life }), beginnings);
    await fc.asyncModelRun(() => ({ model, real: life }), sequence);
    await life.settle(model);
    life.detach();
    model.detach();
    await life.settle(model);
  } finally {
    await life.end();
  }
}

let previous: Promise<unknown> = Promise.resolve();

/** Runs one life at a time: after an uncaught error, mocha starts the next test while this one still runs. */
function inSequence(...values: Parameters<typeof live>): Promise<void> {
  const life = previous.then(() => live(...values));
  previous = life.catch(() => undefined);
  return life;
}

describe('random lives', () => {
  for (const seed of randomSeeds.split(',').map(Number)) {
    it(`follow the rules: ${randomLives} lives, seed ${seed}`, async function () {
      this.timeout(0);
      const property = fc.asyncProperty(lives(STEPS), fc.boolean(), randomStarts, inSequence);
      await fc.assert(property, { seed, numRuns: Number(randomLives), includeErrorInReport: true });
      await report('Random lives', `seed ${seed}`, { lives: Number(randomLives), 'rules broken': 0 });
    });
  }
});
