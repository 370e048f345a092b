/**
 * What the proxy puts into every page before anything else: notes what the page logs, which errors its portal tells, and
 * what moves in it. It takes its own element out again: no framework meets a node that its server has not rendered.
 */
(() => {
  document.currentScript.remove();
  const recorded = { logs: [], codes: [], tops: [] };
  globalThis.recorded = recorded;

  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    const original = console[level];
    console[level] = (...words) => {
      recorded.logs.push({ level, text: words.map(String).join(' ') });
      original.apply(console, words);
    };
  }
  globalThis.addEventListener('error', ({ message }) => recorded.logs.push({ level: 'uncaught', text: message }));
  globalThis.addEventListener('unhandledrejection', ({ reason }) =>
    recorded.logs.push({ level: 'uncaught', text: String(reason) }),
  );
  globalThis.addEventListener('portal-error', ({ detail }) => recorded.codes.push(detail.error.code), true);

  // A framework may keep the page before, hidden.
  const shown = (selector) => [...document.querySelectorAll(selector)].find((found) => found.checkVisibility());

  // Chromium's `layout-shift` entries: what moved, from where to where, and where it stands, seen from the portal. That is
  // said when it is read: at first, the portal may not be there yet.
  const entries = [];
  const nameOf = (node) => {
    const { id, localName } = node.nodeType === Node.ELEMENT_NODE ? node : (node.parentElement ?? document.body);
    return `${node.nodeType === Node.TEXT_NODE ? 'text in ' : ''}${localName}${id && '#'}${id}`;
  };
  const standsOf = ({ node, previousRect, currentRect }) => {
    const portal = shown('scalekit-admin-portal');
    if (!portal) return 'without a portal';
    if (!node?.isConnected) {
      const { top } = portal.getBoundingClientRect();
      return Math.max(previousRect.bottom, currentRect.bottom) > top ? 'as low as the portal' : 'before the portal';
    }
    if (portal.contains(node)) return 'in the portal';
    if (node.contains(portal)) return 'around the portal';
    const isAfter = portal.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isAfter ? 'after the portal' : 'before the portal';
  };
  const rectOf = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const sourceOf = (source) => ({
    // Chromium names none of a shadow tree, and none that was gone by then.
    node: source.node ? nameOf(source.node) : 'a node of a shadow tree, or one that is gone',
    stands: standsOf(source),
    from: rectOf(source.previousRect),
    to: rectOf(source.currentRect),
  });
  Object.defineProperty(recorded, 'shifts', {
    enumerable: true,
    get: () => entries.map(({ value, sources }) => ({ value, sources: sources.map(sourceOf) })),
  });
  if (globalThis.PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
    // A node that goes later is no longer in the entry.
    const kept = ({ node, previousRect, currentRect }) => ({ node, previousRect, currentRect });
    const note = (list) =>
      entries.push(...list.getEntries().map(({ value, sources }) => ({ value, sources: sources.map(kept) })));
    new globalThis.PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
  }

  // Where what follows the portal is, in each frame from the first on that was painted with anything.
  let painted;
  const look = () => {
    const footer = shown('footer');
    const top = footer === undefined ? undefined : Math.round(footer.getBoundingClientRect().top + globalThis.scrollY);
    if (performance.getEntriesByName('first-contentful-paint').length > 0) {
      for (const next of [painted, top]) {
        if (next !== undefined && recorded.tops.at(-1) !== next) recorded.tops.push(next);
      }
    }
    // The frame that is painted next shows this, unless another script changes it yet.
    painted = top;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
