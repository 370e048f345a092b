/** Combines the pictures of the most important states, light and dark, into one: `docs/states.png`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { chromiumLaunchOptions } from '../tools/chromium.ts';
import { smallPng } from '../tools/small-png.ts';

const PICTURES = join(import.meta.dirname, '../../.tmp/pictures');
const SHEET = join(import.meta.dirname, '../../docs/states.png');

/** The pictures by name, with their captions. All other states look like one of these. */
const SHOWN: Readonly<Record<string, string>> = {
  loading: 'Loading, after 300 ms',
  'session-ends-soon': 'The session ends soon',
  'session-ended-refresh-prevented': 'The session has ended',
  'session-ended-offline': 'Offline',
  'endpoint-unauthorized': 'ENDPOINT_UNAUTHORIZED',
  'portal-load-failed': 'PORTAL_LOAD_FAILED',
  'portal-load-timeout': 'PORTAL_LOAD_TIMEOUT',
  'refresh-limit-reached': 'REFRESH_LIMIT_REACHED',
  'launch-button': 'mode="tab"',
  'launch-button-pop-up-blocked': 'mode="tab", blocked',
};

const STYLE = `
  body { margin: 0; padding: 16px; display: grid; grid-template-columns: repeat(5, 216px); gap: 16px; background: #8a8f98 }
  figure { margin: 0; font: 12px system-ui, sans-serif; color: #fff }
  img { display: block; width: 216px; height: 384px; object-fit: cover; object-position: top; border-radius: 6px }
`;

const picture = (name: string, scheme: string): string =>
  `data:image/png;base64,${readFileSync(join(PICTURES, `${name}-360-${scheme}.png`), 'base64')}`;

const figures = ['light', 'dark'].flatMap((scheme) =>
  Object.entries(SHOWN).map(([name, caption]) => `<figure><img src="${picture(name, scheme)}">${caption}</figure>`),
);

const browser = await launch(await chromiumLaunchOptions());
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1176, height: 800 });
  await page.setContent(`<style>${STYLE}</style>${figures.join('')}`);
  // Small, because it is in the package.
  writeFileSync(SHEET, smallPng(Buffer.from(await page.screenshot({ fullPage: true }))));
} finally {
  await browser.close();
}
