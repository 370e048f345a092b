/**
 * Slows a whole browser down: stops and continues its processes many times a second. Firefox and WebKit have no command for
 * it, as Chromium has. It needs Linux, whose /proc has the parent of each process.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** ms that the processes run at a time: too short for an effect on the page, and much longer than a signal takes. */
const SLICE = 5;
/** ms between two searches for new processes. */
const SEARCH = 100;

export const canSlowProcesses = process.platform === 'linux';

/** A process and its descendants. */
function familyOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The state and the parent are behind the name, which may contain any character.
      const parent = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const family = [root];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

function signal(processes: readonly number[], name: NodeJS.Signals): void {
  for (const one of processes) {
    try {
      process.kill(one, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

interface Order {
  readonly root: number;
  readonly rate: number;
  /** 1: the worker ends. */
  readonly end: Int32Array;
}

/** In a worker, so that the work of the tests does not change the timing. */
function takeTurns({ root, rate, end }: Order): void {
  let searched = -Infinity;
  let family: number[] = [];
  const waits = (time: number): boolean => Atomics.wait(end, 0, 0, time) === 'timed-out';
  for (;;) {
    if (performance.now() - searched > SEARCH) {
      searched = performance.now();
      family = familyOf(root);
    }
    signal(family, 'SIGSTOP');
    const goesOn = waits(SLICE * (rate - 1));
    signal(family, 'SIGCONT');
    if (!goesOn || !waits(SLICE)) break;
  }
  parentPort?.postMessage('ended');
}

/** Lets a process and its descendants run one `rate`th of the time, until the returned function is called. */
export function slowProcesses(root: number, rate: number): () => Promise<void> {
  const end = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL(import.meta.url), { workerData: { root, rate, end } });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
  return () => {
    Atomics.store(end, 0, 1);
    Atomics.notify(end, 0);
    return ended;
  };
}

if (!isMainThread && workerData !== null && 'rate' in workerData) takeTurns(workerData as Order);
