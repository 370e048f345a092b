/**
 * Pages that carry the element: the page that the tests run in, and `/host/<target>`, an empty host page of its own for
 * the tests that need response headers (a content security policy, say) or a history of their own;
 * `/host/<target>/<kind>` is the same page in quirks mode, or with a recorder of what browsers report as broken.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What carries the element: the source modules, or the drop-in that people load. */
export type Target = 'source' | 'drop-in';

const DROP_IN = join(import.meta.dirname, '../../dist/scalekit-admin-portal.min.js');

const SCRIPTS: Record<Target, string> = {
  source: '<script type="module" src="/src/index.ts"></script>',
  'drop-in': '<script src="/dist/scalekit-admin-portal.min.js"></script>',
};

function page(target: Target, scripts: string, doctype = '<!doctype html>'): string {
  return `${doctype}
<html lang="en" data-target="${target}">
<head><meta charset="utf-8"><title>Host page (${target})</title></head>
<body>
${scripts}
</body>
</html>
`;
}

// Before everything else on the page of the tests. WebKit's window has no window manager to focus it, and a page without
// the focus cannot tell where the focus is. A promise that nobody handles would only be logged: like an uncaught error,
// it fails the test that runs. Chance lets a refresh wait up to half a second, and with it whoever tests it: tests of chance
// bring their own. The result of a failed test is sent as JSON, and what Lit adds to nodes has circles.
const PREPARATION = `<script>
Node.prototype.toJSON = function () { return this.nodeName; };
Math.random = () => 0;
window.focus();
window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
</script>`;

/** Sees to it that no test's element tells anybody a link. Before the element: it looks at all that it does. */
const LEAK_WATCH = '<script type="module" src="/test/hold/leak-watch.ts"></script>';

/** The page that the test files of a target run in. The element is registered before the first test. */
export function testPage(target: Target, testFramework: string): string {
  const framework = `<script type="module" src="${testFramework}"></script>`;
  return page(target, [PREPARATION, LEAK_WATCH, SCRIPTS[target], framework].join('\n'));
}

/**
 * Writes down all that a browser reports as broken, from the first script of a page on: `window.reports`. A violation of
 * a policy may come as an event, as a report or as both; a script that is refused only as an `error` on its element.
 */
export const RECORDER = `{
const reports = (window.reports = []);
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
  reports.push([effectiveDirective, blockedURI, sample].join(' ')));
addEventListener('error', ({ message, target }) => reports.push('error ' + (message ?? target.src)), true);
addEventListener('unhandledrejection', ({ reason }) => reports.push('rejected ' + reason));
if ('ReportingObserver' in window)
  new ReportingObserver((found) => found.forEach(({ type, body }) => reports.push(type + ' ' + JSON.stringify(body))), {
    buffered: true,
  }).observe();
}`;

const LANGUAGES = '<script src="/dist/scalekit-admin-portal.languages.min.js"></script>';

const sri = (content: string | Buffer) => `sha384-${createHash('sha384').update(content).digest('base64')}`;
const recorder = () => `<script crossorigin src="/host/recorder.js" integrity="${sri(RECORDER)}"></script>`;
const withIntegrity = (target: Target, integrity: string) =>
  SCRIPTS[target].replace(' src', ` integrity="${integrity}" crossorigin="anonymous" src`);
/** A lit of the page's own, another copy than that of the element's modules. As a module, it runs deferred. */
const PAGE_LIT = '<script type="module" src="/test/tools/page-lit.js"></script>';
/** Deferred too, a script runs in its order among the modules. */
const deferred = (target: Target) => SCRIPTS[target].replace('<script src', '<script defer src');

/** The kinds of empty page, by the last part of their path. All but the first two record what is reported. */
const HOST_PAGES: Record<string, (target: Target) => string> = {
  '': (target) => page(target, SCRIPTS[target]),
  quirks: (target) => page(target, SCRIPTS[target], ''),
  recorded: (target) => page(target, `${recorder()}\n${SCRIPTS[target]}`),
  integrity: (target) => page(target, `${recorder()}\n${withIntegrity(target, sri(readFileSync(DROP_IN)))}`),
  'wrong-integrity': (target) => page(target, `${recorder()}\n${withIntegrity(target, sri('something else'))}`),
  'lit-before': (target) => page(target, `${recorder()}\n${PAGE_LIT}\n${deferred(target)}`),
  'lit-after': (target) => page(target, `${recorder()}\n${SCRIPTS[target]}\n${PAGE_LIT}`),
  'languages-before': (target) => page(target, `${recorder()}\n${LANGUAGES}\n${SCRIPTS[target]}`),
  'languages-after': (target) => page(target, `${recorder()}\n${SCRIPTS[target]}\n${LANGUAGES}`),
  twice: (target) => page(target, `${recorder()}\n${SCRIPTS[target]}\n${SCRIPTS[target]}`),
};

/** An empty page that carries the element, or null for a target that is none. Of an unknown kind it is a plain one. */
export function hostPage(target: string, kind = ''): string | null {
  if (target !== 'source' && target !== 'drop-in') return null;
  return (HOST_PAGES[kind] ?? HOST_PAGES['']!)(target);
}
