/**
 * Starts WebKit for the test runner: a virtual display, the driver on a free port, and the browser that it drives; and
 * stops all of them again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebdriverLauncher } from '@web/test-runner-webdriver';
import type { BrowserLauncher, TestRunnerCoreConfig } from '@web/test-runner-core';
import { freePort } from './free-port.ts';
import { findProgram } from './program.ts';

/** The programs that WebKit needs on a machine without a screen. */
export interface WebKitPrograms {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
}

/** Those of this machine. */
export function findWebKit(): { [Name in keyof WebKitPrograms]: string | undefined } {
  return {
    driver: findProgram('WebKitWebDriver'),
    browser: findProgram('/usr/lib/*/webkit2gtk-4.1/MiniBrowser', '/usr/libexec/webkit2gtk-4.1/MiniBrowser'),
    display: findProgram('Xvfb'),
  };
}

const LIMIT = 60_000;

/** Starts a virtual display; it picks a free number by itself and says so. */
async function startDisplay(program: string): Promise<{ process: ChildProcess; name: string }> {
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x1500x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = child.stdio[3];
  if (!told) throw new Error('The virtual display has no pipe to tell its number');
  const [number] = (await once(told, 'data', { signal: AbortSignal.timeout(LIMIT) })) as [Buffer];
  return { process: child, name: `:${number.toString().trim()}` };
}

async function waitForDriver(port: number): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error(`WebKitWebDriver did not answer within ${LIMIT} ms`);
    await sleep(50);
  }
}

/** What runs while WebKit is driven. */
export interface WebKitDriver {
  readonly port: number;
  /** Id of its process; the browsers are among its children. */
  readonly process: number;
  end: () => void;
}

/** Starts a display and the driver on a free port. A process that is ended from outside takes both with it. */
export async function startWebKitDriver({ driver, display }: WebKitPrograms): Promise<WebKitDriver> {
  const children: ChildProcess[] = [];
  const end = () => {
    for (const child of children.splice(0).reverse()) child.kill();
  };
  process.on('exit', end);
  const screen = await startDisplay(display);
  children.push(screen.process);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: screen.name };
  const driving = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env });
  children.push(driving);
  await waitForDriver(port);
  return { port, process: driving.pid!, end };
}

/** How a client of the driver asks for a window. */
export function webKitConnection({ browser }: WebKitPrograms, port: number) {
  return {
    hostname: '127.0.0.1',
    port,
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    },
  };
}

class WebKitLauncher extends WebdriverLauncher {
  // One page at a time: with more, the driver's launcher would run every test inside a frame.
  readonly concurrency = 1;
  private readonly programs: WebKitPrograms;
  private readonly title: string;
  private readonly connection: { port: number };
  private running: WebKitDriver | undefined;

  constructor(programs: WebKitPrograms, title: string) {
    // The port is known when the driver runs.
    const connection = webKitConnection(programs, 0);
    super(connection);
    this.programs = programs;
    this.title = title;
    this.connection = connection;
  }

  override async initialize(config: TestRunnerCoreConfig): Promise<void> {
    await super.initialize(config);
    this.name = this.title;
    this.running = await startWebKitDriver(this.programs);
    this.connection.port = this.running.port;
  }

  override async stop(): Promise<void> {
    // A page that hangs keeps the driver from answering; its browser is ended all the same.
    await Promise.race([super.stop(), sleep(5000, undefined, { ref: false })]);
    this.running?.end();
  }
}

export function webkitLauncher(programs: WebKitPrograms, title: string): BrowserLauncher {
  // Its own types were made for a compiler that takes undefined for an absent property.
  return new WebKitLauncher(programs, title) as BrowserLauncher;
}
