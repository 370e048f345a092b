/**
 * Pages that carry the element: the page that the tests run in, and `/host/<target>`, an empty host page of its own for
 * the tests that need response headers (a content security policy, say) or a history of their own;
 * `/host/<target>/quirks` is the same page in quirks mode.
 */

/** What carries the element: the source modules, or the drop-in that people load. */
export type Target = 'source' | 'drop-in';

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
// it fails the test that runs.
const PREPARATION = `<script>
window.focus();
window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
</script>`;

/** The page that the test files of a target run in. The element is registered before the first test. */
export function testPage(target: Target, testFramework: string): string {
  return page(target, `${PREPARATION}\n${SCRIPTS[target]}\n<script type="module" src="${testFramework}"></script>`);
}

/** An empty page that carries the element, or null for a target that is none. Without a doctype it is in quirks mode. */
export function hostPage(target: string, doctype?: string): string | null {
  return target === 'source' || target === 'drop-in' ? page(target, SCRIPTS[target], doctype) : null;
}
