/**
 * The first script of each page, added by the proxy. It records the logs, the error events of the portal and the layout
 * shifts. It removes its element, so that no framework finds a node that its server did not render.
 */
(() => {
  document.currentScript.remove();
  const recorded = { logs: [], codes: [], tops: [] };
  globalThis.recorded = recorded;

  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    const original = console[level];
    console[level] = (...parts) => {
      recorded.logs.push({ level, text: parts.map(String).join(' ') });
      original.apply(console, parts);
    };
  }
  globalThis.addEventListener('error', ({ message }) => recorded.logs.push({ level: 'uncaught', text: message }));
  globalThis.addEventListener('unhandledrejection', ({ reason }) =>
    recorded.logs.push({ level: 'uncaught', text: String(reason) }),
  );
  globalThis.addEventListener('portal-error', ({ detail }) => recorded.codes.push(detail.error.code), true);

  // A framework may keep the previous page, hidden.
  const shown = (selector) => [...document.querySelectorAll(selector)].find((found) => found.checkVisibility());

  // Chromium's `layout-shift` entries: the nodes that moved, from where to where, and their place relative to the portal.
  // The place is computed when it is read, because the portal may come later than the entry.
  const entries = [];
  const nameOf = (node) => {
    const { id, localName } = node.nodeType === Node.ELEMENT_NODE ? node : (node.parentElement ?? document.body);
    return `${node.nodeType === Node.TEXT_NODE ? 'text in ' : ''}${localName}${id && '#'}${id}`;
  };
  const placeOf = ({ node, previousRect, currentRect }) => {
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
    // Chromium has no node for shifts in a shadow tree, or of a node that was removed.
    node: source.node ? nameOf(source.node) : 'a node of a shadow tree, or one that is gone',
    place: placeOf(source),
    from: rectOf(source.previousRect),
    to: rectOf(source.currentRect),
  });
  Object.defineProperty(recorded, 'shifts', {
    enumerable: true,
    get: () => entries.map(({ value, sources }) => ({ value, sources: sources.map(sourceOf) })),
  });
  if (globalThis.PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
    // Copies, because an entry loses nodes that are removed later.
    const copy = ({ node, previousRect, currentRect }) => ({ node, previousRect, currentRect });
    const record = (list) =>
      entries.push(...list.getEntries().map(({ value, sources }) => ({ value, sources: sources.map(copy) })));
    new globalThis.PerformanceObserver(record).observe({ type: 'layout-shift', buffered: true });
  }

  // The place of the content after the portal, in each frame from the first contentful paint on.
  let painted;
  const look = () => {
    const footer = shown('footer');
    const top = footer === undefined ? undefined : Math.round(footer.getBoundingClientRect().top + globalThis.scrollY);
    if (performance.getEntriesByName('first-contentful-paint').length > 0) {
      for (const next of [painted, top]) {
        if (next !== undefined && recorded.tops.at(-1) !== next) recorded.tops.push(next);
      }
    }
    // The next frame shows this, unless another script changes it before.
    painted = top;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
