/** Counts the outcomes of messages by row, and reports the rows as figures. */
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
   * Counts one message. `trusted`: its sender and its origin are right, so that the element may read its data. `valid`: the
   * element has to accept it.
   */
  count(row: string, name: string, { reads, accepted, thrown }: Arrival, trusted: boolean, valid: boolean): void {
    const isAccepted = accepted.length > 0;
    const counts = {
      tried: 1,
      accepted: Number(isAccepted && valid),
      acceptedWrongly: Number(isAccepted && !valid),
      refusedWrongly: Number(!isAccepted && valid),
      thrown,
      dataRead: trusted ? 0 : reads,
    };
    const sums = this.#rows.get(row) ?? {};
    for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
    this.#rows.set(row, sums);
    const { acceptedWrongly, refusedWrongly, dataRead } = counts;
    const wrong = Object.entries({ acceptedWrongly, refusedWrongly, thrown, dataRead }).filter(
      ([, value]) => value > 0,
    );
    if (accepted.length > 1) wrong.push(['accepted', accepted.length]);
    if (wrong.length > 0) this.#faults.push(`${row}: ${name}: ${wrong.map((pair) => pair.join(' ')).join(', ')}`);
  }

  /** The faults since the last call. */
  takeFaults(): string[] {
    return this.#faults.splice(0);
  }

  async report(): Promise<void> {
    for (const [row, figures] of this.#rows) await report(this.#table, row, figures);
  }
}
