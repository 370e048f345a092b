/** Programs that a test starts. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The whole standard input. */
  readonly input?: string;
}

/** A program with all its output. It has its own process group, so that its children end with it. */
export class StartedProgram {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';
  /** Both streams, in the order of arrival. */
  output = '';
  /** Exit code and signal, once all output has arrived. */
  readonly ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  constructor([program = '', ...args]: readonly string[], { cwd, env, input }: ProgramOptions = {}) {
    const stdin = input === undefined ? 'ignore' : 'pipe';
    this.process = spawn(program, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], detached: true });
    this.process.stdin?.end(input);
    for (const name of ['stdout', 'stderr'] as const) {
      this.process[name]!.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        this.output += text;
        this.process.emit('output');
      });
    }
    this.ended = once(this.process, 'close') as typeof this.ended;
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Waits for text in the output that follows `from` characters. @throws with the output, if the program ends without it. */
  async printed(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output.slice(from));
      if (found) return found;
      const more = once(this.process, 'output').then(() => false);
      const hasEnded = await Promise.race([more, this.ended.then(() => true)]);
      if (hasEnded && !pattern.test(this.output.slice(from))) {
        throw new Error(`The program ended without ${String(pattern)}:\n${this.output}`);
      }
    }
  }

  /** Waits until the program ends, and returns its output. @throws with the output, if the exit code is not 0. */
  async succeeded(): Promise<string> {
    const [code, signal] = await this.ended;
    if (code !== 0) throw new Error(`The program ended with ${code ?? signal}:\n${this.output}`);
    return this.output;
  }

  /** Ends the program and its children. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.isRunning) process.kill(-this.process.pid!, signal);
    await this.ended;
  }
}
