/**
 * The script that runs in the page. It records the portal's messages and the element's states, and replaces values by their
 * shapes, so that ids, names, texts and links do not leave the page. It is converted to text, so it cannot use imports.
 */

export interface RecordedMessage {
  /** The value of `event_type` or `type`, if it looks like a type. */
  readonly type: string;
  readonly vocabulary: 'event_type' | 'type' | 'none';
  readonly origin: string;
  readonly isFrame: boolean;
  /** The message with its values replaced by placeholders. */
  readonly shape: unknown;
  readonly atMs: number;
  /** Seconds from the message to `data.expiry`; null: missing or not readable. */
  readonly expiresIn: number | null;
}

export interface RecordedState {
  readonly state: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly atMs: number;
}

export interface Recording {
  readonly messages: readonly RecordedMessage[];
  readonly states: readonly RecordedState[];
  readonly violations: readonly { readonly directive: string; readonly blocked: string }[];
  readonly element: {
    readonly count: number;
    readonly isDefined: boolean;
    readonly state: string | null;
    readonly code: string | null;
    readonly attributes: readonly (readonly [string, string])[];
    readonly width: number;
    readonly room: number;
    readonly parentDisplay: string;
    readonly isShown: boolean;
  } | null;
}

/** The key of the recording in the page's window. */
const KEY = 'scalekit-admin-portal doctor';

function record(key: string): void {
  if (window !== window.top) return;
  const KEPT = /^(event_type|type|object|provider|connection_type|directory_type|error_code)$/;
  const messages: unknown[] = [];
  const states: unknown[] = [];
  const violations: unknown[] = [];
  const now = (): number => Math.round(performance.now());

  const shapeOf = (value: unknown, name: string, depth: number): unknown => {
    if (typeof value === 'string') {
      if (KEPT.test(name) && /^[\w.-]{1,64}$/.test(value)) return value;
      if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return '<time>';
      return `<text of ${value.length}>`;
    }
    if (typeof value === 'boolean' || value === null) return value;
    if (typeof value !== 'object') return `<${typeof value}>`;
    if (depth > 4) return '<…>';
    if (Array.isArray(value)) return value.slice(0, 5).map((each) => shapeOf(each, '', depth + 1));
    const entries = Object.entries(value).slice(0, 40);
    return Object.fromEntries(
      entries.map(([each, inner]) => [/^[\w.-]{1,40}$/.test(each) ? each : '<name>', shapeOf(inner, each, depth + 1)]),
    );
  };

  window.addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) => {
    if (messages.length >= 50 || typeof data !== 'object' || data === null) return;
    const given = data as { event_type?: unknown; type?: unknown; data?: { expiry?: unknown } };
    const vocabulary =
      typeof given.event_type === 'string' ? 'event_type' : typeof given.type === 'string' ? 'type' : 'none';
    const type = vocabulary === 'none' ? '' : String(given[vocabulary]);
    const expiry = Date.parse(String(given.data?.expiry));
    let isFrame = false;
    try {
      isFrame = source !== null && (source as Window).parent === window && source !== window;
    } catch {
      isFrame = false;
    }
    const expiresIn = Number.isNaN(expiry) ? null : Math.round((expiry - Date.now()) / 1000);
    const shown = /^[\w.-]{1,64}$/.test(type) ? type : '<type>';
    messages.push({ type: shown, vocabulary, origin, isFrame, shape: shapeOf(data, '', 0), atMs: now(), expiresIn });
  });

  const codeOf = (element: unknown): { code: string | null; message: string | null } => {
    const { error } = element as { error?: { code?: unknown; message?: unknown } | null };
    return error
      ? { code: String(error.code), message: String(error.message).slice(0, 500) }
      : { code: null, message: null };
  };
  const note = ({ target }: Event): void => {
    const { state } = target as unknown as { state?: unknown };
    if (states.length < 50) states.push({ state: String(state), ...codeOf(target), atMs: now() });
  };
  for (const name of ['portal-state-change', 'portal-error']) document.addEventListener(name, note, true);
  document.addEventListener('securitypolicyviolation', (event) => {
    const blocked = /^https?:/.test(event.blockedURI)
      ? new URL(event.blockedURI).origin
      : event.blockedURI.slice(0, 40);
    if (violations.length < 50 && event.disposition === 'enforce')
      violations.push({ directive: event.effectiveDirective, blocked });
  });

  const find = (root: Document | ShadowRoot): Element[] => [
    ...root.querySelectorAll('scalekit-admin-portal'),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? find(shadowRoot) : [])),
  ];
  const look = (): unknown => {
    const found = find(document);
    const [element] = found;
    if (!element) return { messages, states, violations, element: null };
    const parent = element.parentElement;
    const style = parent && getComputedStyle(parent);
    const padding = style ? parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) : 0;
    const secret = /^(src|csrf-token)$/;
    return {
      ...{ messages, states, violations },
      element: {
        count: found.length,
        isDefined: customElements.get('scalekit-admin-portal') !== undefined,
        state: (element as { state?: string }).state ?? null,
        code: codeOf(element).code,
        attributes: [...element.attributes].map(({ name, value }) => [name, secret.test(name) ? '…' : value]),
        width: Math.round(element.getBoundingClientRect().width),
        room: Math.round((parent?.clientWidth ?? 0) - padding),
        parentDisplay: style?.display ?? '',
        isShown: element.checkVisibility(),
      },
    };
  };
  Object.defineProperty(window, Symbol.for(key), { value: look });
}

export const RECORDER = `(${record.toString()})(${JSON.stringify(KEY)})`;
export const READ_RECORDING = `window[Symbol.for(${JSON.stringify(KEY)})]?.() ?? null`;
