/**
 * Pages with the element: the page that the tests run in, and `/host/<target>`, an empty host page for tests that need
 * their own response headers (a content security policy, for example) or their own history. `/host/<target>/<kind>` is the
 * same page in quirks mode, or with a recorder of errors and violations.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The build of the element that a page loads: the source modules, or the drop-in. */
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

// The first script of the test page.
// - toJSON: the result of a failed test is sent as JSON, and the properties that Lit adds to nodes have cycles.
// - random: without it, each refresh would wait up to half a second. Tests of randomness replace it.
// - focus: WebKit's window has no window manager to focus it, and a page without focus does not know its focused element.
// - unhandledrejection: an unhandled rejection would only be logged. Like an uncaught error, it fails the running test.
const PREPARATION = `<script>
Node.prototype.toJSON = function () { return this.nodeName; };
Math.random = () => 0;
window.focus();
window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
</script>`;

/** Fails a test whose element reveals a link. It loads before the element, so that it sees everything that the element does. */
const LEAK_WATCH = '<script type="module" src="/test/hold/leak-watch.ts"></script>';

/** The page in which the test files of a target run. The element is registered before the first test. */
export function testPage(target: Target, testFramework: string): string {
  const framework = `<script type="module" src="${testFramework}"></script>`;
  return page(target, [PREPARATION, LEAK_WATCH, SCRIPTS[target], framework].join('\n'));
}

/**
 * Records the errors and violations of a page in `window.reports`, from its first script on. A violation of a policy may
 * come as an event, as a report or as both. A blocked script is only an `error` on its element.
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
/** The page's copy of lit, beside that of the element's modules. As a module, it runs deferred. */
const PAGE_LIT = '<script type="module" src="/test/tools/page-lit.js"></script>';
/** Deferred scripts and modules run in the order of the document. */
const deferred = (target: Target) => SCRIPTS[target].replace('<script src', '<script defer src');

/** Scripts behind the recorder, by the last part of the page's path. */
const RECORDED: Record<string, (target: Target) => readonly string[]> = {
  recorded: (target) => [SCRIPTS[target]],
  integrity: (target) => [withIntegrity(target, sri(readFileSync(DROP_IN)))],
  'wrong-integrity': (target) => [withIntegrity(target, sri('something else'))],
  'lit-before': (target) => [PAGE_LIT, deferred(target)],
  'lit-after': (target) => [SCRIPTS[target], PAGE_LIT],
  'languages-before': (target) => [LANGUAGES, SCRIPTS[target]],
  'languages-after': (target) => [SCRIPTS[target], LANGUAGES],
  twice: (target) => [SCRIPTS[target], SCRIPTS[target]],
};

/** An empty page with the element, or null for an unknown target. A page of an unknown kind is a plain one. */
export function hostPage(target: string, kind = ''): string | null {
  if (target !== 'source' && target !== 'drop-in') return null;
  const scripts = RECORDED[kind]?.(target);
  if (scripts) return page(target, [recorder(), ...scripts].join('\n'));
  return page(target, SCRIPTS[target], kind === 'quirks' ? '' : undefined);
}
