/**
 * What the proxy puts into every page before anything else: notes what the page logs, which errors its portal tells, and
 * what moves in it. It takes its own element out again: no framework meets a node that its server has not rendered.
 */
(() => {
  document.currentScript.remove();
  const recorded = { logs: [], codes: [], shifts: [], tops: [] };
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

  if (globalThis.PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
    const note = (list) => recorded.shifts.push(...list.getEntries().map(({ value }) => value));
    new globalThis.PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
  }

  // Where what follows the portal is, in each frame from the first on that was painted with anything.
  let painted;
  const look = () => {
    const footer = [...document.querySelectorAll('footer')].find((found) => found.checkVisibility());
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
