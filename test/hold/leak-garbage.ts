/**
 * Waits until an engine has collected what nobody holds: it cannot be told to, but it can be given a lot to collect, and
 * then some peace. Firefox takes nodes apart from everything else, and not as long as the rest is being collected.
 */

const PIECE = 250_000;
const PATIENCE = 40_000;
const ROUNDS = 5;
const PEACE = 2000;

/** A pile of garbage, of objects as well as of nodes. */
function litter(): number {
  let used = 0;
  for (let round = 0; round < 8; round++) {
    const objects = Array.from({ length: PIECE }, (_, index) => ({ index }));
    const parent = document.createElement('div');
    for (let index = 0; index < 500; index++) parent.append(document.createElement('p'));
    used += objects.length + parent.childElementCount;
  }
  return used;
}

/** Objects that should become garbage. */
export class Garbage {
  /** How many there were to collect. */
  expected = 0;
  private collected = 0;
  private readonly registry = new FinalizationRegistry(() => (this.collected += 1));

  expect(object: object): void {
    this.expected += 1;
    this.registry.register(object, undefined);
  }

  /** How many are still in memory once all are gone, or patience has come to its end. */
  async remaining(): Promise<number> {
    const end = performance.now() + PATIENCE;
    for (let round = 1; this.collected < this.expected && performance.now() < end; round++) {
      litter();
      await new Promise((resolve) => setTimeout(resolve, round % ROUNDS ? 50 : PEACE));
    }
    return this.expected - this.collected;
  }
}
