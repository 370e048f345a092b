// Runs first in an application under test. Records the logs of the page, and the current listeners on the window and the
// document, to find listeners that leak.
{
  const logs = [];
  for (const level of ['warn', 'error']) {
    const original = console[level];
    console[level] = (...parts) => {
      logs.push(parts.map(String).join(' '));
      original.apply(console, parts);
    };
  }
  window.addEventListener('error', ({ message }) => logs.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => logs.push(String(reason)));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    logs.push(`${violatedDirective} forbids ${blockedURI}`);
  });

  const listeners = new Set();
  const captures = (options) => (typeof options === 'object' ? Boolean(options?.capture) : Boolean(options));
  const find = (target, type, listener, options) =>
    [...listeners].find(
      (known) =>
        known.target === target &&
        known.type === type &&
        known.listener === listener &&
        known.capture === captures(options),
    );
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if ((target === window || target === document) && !options?.signal?.aborted) {
      if (!find(target, type, listener, options)) {
        const entry = { target, type, listener, capture: captures(options) };
        listeners.add(entry);
        if (options?.signal) addEventListener.call(options.signal, 'abort', () => listeners.delete(entry));
        if (options?.once) addEventListener.call(target, type, () => listeners.delete(entry), { once: true });
      }
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    listeners.delete(find(target, type, listener, options));
    return removeEventListener.call(target, type, listener, options);
  };

  window.recorded = {
    logs,
    /** Types of the current listeners. */
    listeners: () => [...listeners].map(({ type }) => type).sort(),
  };
}
