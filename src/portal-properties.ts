/**
 * The element's properties and attributes, with their types and defaults. This file knows nothing about their use.
 */
import { FrameLikeElement } from './frame-like-element.js';
import type { PortalLabels } from './portal-labels.js';
import type { FetchPortalLink, PortalLinkHeaders } from './portal-link.js';

/** ms that a frame may stay silent. */
export const LOAD_TIMEOUT = 20_000;

/** Attribute and property mirror each other, and no attribute appears on a bare tag. */
const MIRRORED = { reflect: true, useDefault: true };
const PROPERTY_ONLY = { attribute: false };

export class PortalProperties extends FrameLikeElement {
  static override properties = {
    endpoint: MIRRORED,
    src: {},
    environmentUrl: { ...MIRRORED, attribute: 'environment-url' },
    method: MIRRORED,
    credentials: MIRRORED,
    mode: MIRRORED,
    loading: MIRRORED,
    height: { ...MIRRORED, type: Number },
    frameTitle: { ...MIRRORED, attribute: 'frame-title' },
    sandbox: MIRRORED,
    loadTimeout: { ...MIRRORED, attribute: 'load-timeout', type: Number },
    csrfToken: { attribute: 'csrf-token' },
    csrfHeader: { ...MIRRORED, attribute: 'csrf-header' },
    deferHydration: { attribute: 'defer-hydration', type: Boolean, reflect: true },
    headers: PROPERTY_ONLY,
    fetchPortalLink: PROPERTY_ONLY,
    firstResponse: PROPERTY_ONLY,
    labels: PROPERTY_ONLY,
  };

  /**
   * URL of your backend that mints a link, resolved against the document's base URL. A change starts over with a new
   * link. Default: none.
   */
  endpoint: string | null = null;
  /**
   * A first link that your server rendered into the page; it saves a round trip. The element uses it once and drops it:
   * the attribute is removed, the property reads `null`, and later links come from the endpoint. If a used link comes
   * back (a patch of the page, the browser's cache on Back), it is dropped: a running session continues, otherwise the
   * endpoint is asked. A new link is mounted at once. Default: none.
   */
  src: string | null = null;
  /**
   * One or more origins, separated by spaces, where the portal may live: your Scalekit environment and your custom
   * domain. If it is set, the element refuses links to other origins and ignores messages from them. Paths are ignored;
   * `*` and `null` never match. Default: the link's own origin.
   */
  environmentUrl: string | null = null;
  /** HTTP method of the request to the endpoint: `GET` or `POST`. Any other value counts as `GET`. Default: `GET`. */
  method: 'GET' | 'POST' = 'GET';
  /**
   * Credentials mode of that request, as in `fetch`: `include` for an endpoint on another origin that needs cookies.
   * Default: `same-origin`.
   */
  credentials: RequestCredentials = 'same-origin';
  /**
   * `embed` shows the portal in a frame. `tab` and `redirect` show a button that mints a link when it is clicked, and
   * opens the portal in a new tab or in place of the page. Default: `embed`.
   */
  mode: 'embed' | 'tab' | 'redirect' = 'embed';
  /**
   * `lazy` mints no link before the element is within 300 px of the viewport. With both values, the element must be
   * rendered and the page visible. Default: `eager`.
   */
  loading: 'eager' | 'lazy' = 'eager';
  /**
   * Height of the frame in CSS pixels; values under 600 count as 600. Default: 600, or the height that your CSS gives
   * the element.
   */
  height: number | null = null;
  /** Accessible name of the frame. Default: `Admin portal`, in the page's language. */
  frameTitle = 'Admin portal';
  /**
   * Passed to the frame unchanged. A portal needs `allow-scripts allow-same-origin allow-forms allow-popups
   * allow-popups-to-escape-sandbox allow-downloads`. Default: none.
   */
  sandbox: string | null = null;
  /**
   * Milliseconds that the frame may stay silent before `PORTAL_LOAD_TIMEOUT`. `0`, `Infinity` and values too large for
   * a timer switch the limit off. Default: `20000`.
   */
  loadTimeout = LOAD_TIMEOUT;
  /**
   * A CSRF token that the element sends with every request to the endpoint. Your server renders it into the tag; set as
   * a property, it is not written into the page. Default: none.
   */
  csrfToken: string | null = null;
  /**
   * Header that carries `csrfToken`, for example `X-CSRFToken` (Django) or `X-XSRF-TOKEN` (Angular). Default:
   * `X-CSRF-Token`.
   */
  csrfHeader = 'X-CSRF-Token';
  /**
   * Makes the element wait until a framework has hydrated a tag that a server rendered. The element requests no link, opens
   * nothing and logs no warning until the attribute is removed or the property is false. Default: `false`.
   */
  deferHydration = false;
  /**
   * Headers of the request to the endpoint: a `HeadersInit`, or a function that returns one or a promise of one.
   * Default: none.
   */
  headers: PortalLinkHeaders | null = null;
  /**
   * Replaces the request to the endpoint: `({ signal, reason }) => Promise<answer>`, where `reason` is `start`,
   * `refresh`, `reload` or `open`. A new function never restarts a running session. Default: none.
   */
  fetchPortalLink: FetchPortalLink | null = null;
  /**
   * The endpoint's `Response`, or a promise of it, to a request that the page sent before the script had loaded. The
   * element uses it once, as the first attempt for the next link that no click requests, then drops it (reads `null`).
   * It asks the endpoint instead if the response was read before, is older than 45 s, or the page was restored from the
   * browser's history. `src` takes precedence. Default: none.
   */
  firstResponse: Response | Promise<Response> | null = null;
  /** Texts that replace those of the page's language. Any subset of the keys. Default: none. */
  labels: Partial<PortalLabels> = {};
}
