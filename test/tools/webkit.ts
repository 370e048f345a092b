/** Starts WebKit with a virtual display and the driver on a free port, and stops them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebdriverLauncher } from '@web/test-runner-webdriver';
import type { BrowserLauncher, TestRunnerCoreConfig } from '@web/test-runner-core';
import { freePort } from './free-port.ts';
import { findProgram } from './program.ts';
import { until } from './until.ts';

/** The programs that WebKit needs on a machine without a screen. */
export interface WebKitPrograms {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
}

/** The programs of this machine. */
export function findWebKit(): { [Name in keyof WebKitPrograms]: string | undefined } {
  return {
    driver: findProgram('WebKitWebDriver'),
    browser: findProgram('/usr/lib/*/webkit2gtk-4.1/MiniBrowser', '/usr/libexec/webkit2gtk-4.1/MiniBrowser'),
    display: findProgram('Xvfb'),
  };
}

const LIMIT = 60_000;

/** Starts a virtual display. It picks a free number and writes it to a pipe. */
async function startDisplay(program: string): Promise<{ process: ChildProcess; name: string }> {
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x1500x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  if (!pipe) throw new Error('The virtual display has no pipe for its number');
  const [number] = (await once(pipe, 'data', { signal: AbortSignal.timeout(LIMIT) })) as [Buffer];
  return { process: child, name: `:${number.toString().trim()}` };
}

export interface WebKitDriver {
  readonly port: number;
  /** Id of its process. The browsers are its children. */
  readonly process: number;
  end: () => void;
}

/** Starts a display and the driver on a free port. Both end with this process. */
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
  const child = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env });
  children.push(child);
  await until('an answer of WebKitWebDriver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok, LIMIT);
  return { port, process: child.pid!, end };
}

/** Options with which a client of the driver opens a window. */
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
  // One page at a time: with more, the launcher would run each test in a frame.
  readonly concurrency = 1;
  private readonly programs: WebKitPrograms;
  private readonly title: string;
  private readonly connection: { port: number };
  private running: WebKitDriver | undefined;

  constructor(programs: WebKitPrograms, title: string) {
    // The port is known once the driver runs.
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
    // The driver does not answer while a page hangs. Its browser ends here anyway.
    await Promise.race([super.stop(), sleep(5000, undefined, { ref: false })]);
    this.running?.end();
  }
}

export function webkitLauncher(programs: WebKitPrograms, title: string): BrowserLauncher {
  // The types of the launcher are not for exactOptionalPropertyTypes.
  return new WebKitLauncher(programs, title) as BrowserLauncher;
}
