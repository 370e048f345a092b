/**
 * What the page sets: the properties and their attributes, with their defaults. It knows their types, and nothing of what is
 * done with them.
 */
import { FrameLikeElement } from './frame-like-element.js';
import type { PortalLabels } from './portal-labels.js';
import type { FetchPortalLink, PortalLinkHeaders } from './portal-link.js';

/** ms that a frame may stay silent. */
export const LOAD_TIMEOUT = 20_000;

/** Attribute and property are kept in step both ways, and nothing appears on a bare tag. */
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

  /** URL of the customer's backend that mints a link. A change starts over with a new link. Default: none. */
  endpoint: string | null = null;
  /** A first link that the server rendered into the page. Used once and dropped: reads `null` afterwards. */
  src: string | null = null;
  /** One or more origins, space-separated, where the portal may live. Default: the link's own origin. */
  environmentUrl: string | null = null;
  /** The HTTP method for the endpoint: `GET` (default) or `POST`. */
  method: 'GET' | 'POST' = 'GET';
  /** As in `fetch`. Default: `same-origin`. */
  credentials: RequestCredentials = 'same-origin';
  /** `embed` (default): a frame. `tab`, `redirect`: a button that mints a link when clicked, for a new tab or this one. */
  mode: 'embed' | 'tab' | 'redirect' = 'embed';
  /** `lazy`: no link is minted before the element comes near the viewport. Default: `eager`. */
  loading: 'eager' | 'lazy' = 'eager';
  /** Height of the portal in CSS pixels; under 600 counts as 600. Default: 600, or what the page's CSS gives. */
  height: number | null = null;
  /** The frame's accessible name. Default: `Admin portal`, in the page's language. */
  frameTitle = 'Admin portal';
  /** Handed to the frame as it is. Default: none. The README names the tokens that a portal needs. */
  sandbox: string | null = null;
  /** ms that a frame may stay silent; `0` switches the watchdog off. Default: 20000. */
  loadTimeout = LOAD_TIMEOUT;
  /** A token that the endpoint expects with each request, as rendered into the page by the server. Default: none. */
  csrfToken: string | null = null;
  /** The header that carries `csrfToken`. Default: `X-CSRF-Token`. */
  csrfHeader = 'X-CSRF-Token';
  /** True while a framework has to complete what its server rendered: nothing is asked, opened or warned. Default: false. */
  deferHydration = false;
  /** Headers for the endpoint, or a function that returns them, possibly later. Default: none. */
  headers: PortalLinkHeaders | null = null;
  /** Used instead of the endpoint. A new function never restarts a running session. Default: none. */
  fetchPortalLink: FetchPortalLink | null = null;
  /** The endpoint's answer to a request that the page made before the script was there. Used once and dropped, as `src` is. */
  firstResponse: Response | Promise<Response> | null = null;
  /** Visible words, any subset, in place of those of the page's language. Default: none. */
  labels: Partial<PortalLabels> = {};
}
