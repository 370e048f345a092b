/** A program that answers each line of its standard input with one line of JSON. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export class JsonProgram<Answer> {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor([program = '', ...args]: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    this.#process = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Sends a line that has no answer. */
  send(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  async ask(line: string): Promise<Answer> {
    this.send(line);
    const { value, done } = (await this.#lines.next()) as IteratorResult<string, undefined>;
    assert.ok(!done, 'The program ended without an answer.');
    return JSON.parse(value) as Answer;
  }

  async end(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin.end();
    await closed;
  }
}
