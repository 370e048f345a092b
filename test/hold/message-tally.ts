/** Counts what became of messages, row by row, and hands the rows over as figures. */
import { report } from '../tools/figures.ts';
import type { Arrival } from './message-watch.ts';

export class MessageTally {
  readonly #table: string;
  readonly #rows = new Map<string, Record<string, number>>();
  readonly #faults: string[] = [];

  constructor(table: string) {
    this.#table = table;
  }

  /**
   * Counts one message. `believed`: it came from the right sender and the right origin, so that looking at its data is
   * right. `due`: it has to be accepted.
   */
  count(row: string, what: string, { reads, accepted, thrown }: Arrival, believed: boolean, due: boolean): void {
    const isAccepted = accepted.length > 0;
    const counts = {
      tried: 1,
      accepted: Number(isAccepted && due),
      acceptedWrongly: Number(isAccepted && !due),
      refusedWrongly: Number(!isAccepted && due),
      thrown,
      dataRead: believed ? 0 : reads,
    };
    const sums = this.#rows.get(row) ?? {};
    for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
    this.#rows.set(row, sums);
    const { acceptedWrongly, refusedWrongly, dataRead } = counts;
    const wrong = Object.entries({ acceptedWrongly, refusedWrongly, thrown, dataRead }).filter(
      ([, value]) => value > 0,
    );
    if (accepted.length > 1) wrong.push(['accepted', accepted.length]);
    if (wrong.length > 0) this.#faults.push(`${row}: ${what}: ${wrong.map((pair) => pair.join(' ')).join(', ')}`);
  }

  /** What has gone wrong since the last call, in words. */
  takeFaults(): string[] {
    return this.#faults.splice(0);
  }

  async report(): Promise<void> {
    for (const [row, figures] of this.#rows) await report(this.#table, row, figures);
  }
}
