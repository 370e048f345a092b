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

interface Programs {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
}

const LIMIT = 15_000;

/** Starts a virtual display; it picks a free number by itself and says so. */
async function startDisplay(program: string): Promise<{ process: ChildProcess; name: string }> {
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
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

class WebKitLauncher extends WebdriverLauncher {
  // One page at a time: with more, the driver's launcher would run every test inside a frame.
  readonly concurrency = 1;
  private readonly programs: Programs;
  private readonly title: string;
  private readonly connection: { port: number };
  private readonly children: ChildProcess[] = [];

  constructor(programs: Programs, title: string) {
    const connection = {
      hostname: '127.0.0.1',
      port: 0,
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
      },
    };
    super(connection);
    this.programs = programs;
    this.title = title;
    this.connection = connection;
    // A runner that is ended from outside takes these with it.
    process.on('exit', () => this.end());
  }

  override async initialize(config: TestRunnerCoreConfig): Promise<void> {
    await super.initialize(config);
    this.name = this.title;
    const display = await startDisplay(this.programs.display);
    this.children.push(display.process);
    this.connection.port = await freePort();
    const driver = spawn(this.programs.driver, [`--port=${this.connection.port}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: display.name },
    });
    this.children.push(driver);
    await waitForDriver(this.connection.port);
  }

  override async stop(): Promise<void> {
    // A page that hangs keeps the driver from answering; its browser is ended all the same.
    await Promise.race([super.stop(), sleep(5000, undefined, { ref: false })]);
    this.end();
  }

  private end(): void {
    for (const child of this.children.splice(0).reverse()) child.kill();
  }
}

export function webkitLauncher(programs: Programs, title: string): BrowserLauncher {
  // Its own types were made for a compiler that takes undefined for an absent property.
  return new WebKitLauncher(programs, title) as BrowserLauncher;
}
