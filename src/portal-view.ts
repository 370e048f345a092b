/**
 * The visible parts as pure templates of one view object: a placeholder, a launch button, a panel, a notice. It knows Lit
 * and the texts, and decides nothing about links and sessions.
 *
 * Texts are set as `textContent`, never as a child. Page translation and extensions that mark words replace text nodes by
 * elements, and Lit would keep updating the removed text nodes.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { PortalError, PortalErrorCode } from './portal-error.js';
import type { PortalState } from './portal-events.js';
import type { PortalLabels } from './portal-labels.js';

/** The part of the session's state that is visible. */
export interface SessionView {
  readonly state: PortalState;
  readonly error: PortalError | null;
  readonly expiresAt: Date | null;
  /** The portal has warned that the session ends soon. */
  readonly endsSoon: boolean;
  /** The next link waits until the page is visible and online. */
  readonly isWaiting: boolean;
  /** The browser blocked the tab that was opened last. */
  readonly popupBlocked: boolean;
}

/** Everything that the templates need, including the actions of the buttons. */
export interface PortalView {
  readonly session: SessionView;
  /** The portal shows in a frame, not in a tab or in place of the page. */
  readonly embeds: boolean;
  readonly hasFrame: boolean;
  /** There is a source that can be asked for another link. */
  readonly canAsk: boolean;
  /** The launch button has a link to open. */
  readonly canLaunch: boolean;
  /** The page is dark. */
  readonly isDark: boolean;
  /** The height of the frame in CSS pixels; null or undefined if the page's CSS decides. */
  readonly height: number | null | undefined;
  readonly labels: PortalLabels;
  /** The locale for formatted times: a BCP 47 tag. */
  readonly locale: string;
  /** Requests a new link. */
  readonly reload: () => void;
  /** Opens the portal in a new tab, or in place of the page. */
  readonly open: () => void;
}

/** CSS pixels. Scalekit's admin portal guide recommends at least this height for the frame. */
const MIN_HEIGHT = 600;

type Template = TemplateResult | typeof nothing;

/** Errors caused by the surroundings of the frame. The portal may still work in a tab. */
const CURED_BY_A_TAB: ReadonlySet<PortalErrorCode> = new Set<PortalErrorCode>([
  'PORTAL_BLOCKED',
  'PORTAL_LOAD_TIMEOUT',
  'PORTAL_LOAD_FAILED',
  'REFRESH_LIMIT_REACHED',
]);

/** Errors whose text recommends a tab. Its button comes first, because the first button is the primary one. */
const BEST_IN_A_TAB: ReadonlySet<PortalErrorCode | undefined> = new Set<PortalErrorCode>([
  'PORTAL_LOAD_TIMEOUT',
  'REFRESH_LIMIT_REACHED',
]);

const button = (part: string, label: string, onClick?: () => void) =>
  // eslint-disable-next-line lit-a11y/accessible-name -- The label is set as a property, see above.
  html`<button type="button" part=${part} @click=${onClick} .textContent=${label}></button>`;

/** In a text of two lines, the first is a heading: what happened. The second tells what to do. */
const words = (text: string): Template[] => {
  const [heading, sentence] = text.includes('\n') ? text.split(/\n(.*)/s) : ['', text];
  return [
    // eslint-disable-next-line lit-a11y/accessible-name -- The text is set as a property, see above.
    heading ? html`<h2 part="heading" .textContent=${heading}></h2>` : nothing,
    sentence ? html`<p .textContent=${sentence}></p>` : nothing,
  ];
};

/** Grey lines in place of the portal, and a text. Both appear after 300 ms, see the styles. */
const skeleton = ({ labels }: PortalView) =>
  html`<div class="skeleton"></div>
    <p class="late" .textContent=${labels.loading}></p>`;

/** Covers the frame until the portal shows. */
const placeholder = (view: PortalView) =>
  html`<div part="placeholder"><slot>${view.session.state === 'loading' ? skeleton(view) : nothing}</slot></div>`;

/** The button that opens the portal in a tab or in place of the page, and the status of that. */
const launcher = (view: PortalView): Template => {
  const { canLaunch, labels, session } = view;
  const status = session.popupBlocked
    ? html`<div part="notice">${words(labels.popupBlocked)}</div>`
    : session.state === 'loading'
      ? html`<p part="placeholder" class="late" .textContent=${labels.loading}></p>`
      : nothing;
  if (!canLaunch) return status;
  return html`<slot name="launch" @click=${view.open}>${button('launch', labels.launch)}</slot>${status}`;
};

/** The text of a notice or a panel. */
const explanation = ({ session, labels, locale }: PortalView): string => {
  const { popupBlocked, endsSoon, expiresAt, isWaiting, error } = session;
  if (popupBlocked) return labels.popupBlocked;
  if (endsSoon && expiresAt) {
    return labels.endsSoon.replace('{time}', expiresAt.toLocaleTimeString(locale, { timeStyle: 'short' }));
  }
  if (error) return labels[error.code] ?? labels.failed;
  return isWaiting ? labels.offline : labels.expired;
};

/** An exclamation mark in a circle. If nothing has failed, the styles rotate it, so that it looks like an "i". */
const icon = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M8 4v5m0 1.5v1M15 8A1 1 0 0 1 1 8 1 1 0 0 1 15 8" />
</svg>`;

/** A notice above a usable frame, or a panel if there is no frame. */
const announcement = (view: PortalView): TemplateResult => {
  const { canAsk, hasFrame, labels, session } = view;
  const { endsSoon, error } = session;
  const code = error?.code;
  const retryLabel = error || session.isWaiting ? labels.retry : endsSoon ? labels.renew : labels.restart;
  const retry = canAsk && code !== 'PORTAL_BLOCKED' ? button('retry', retryLabel, view.reload) : nothing;
  const open = canAsk && code && CURED_BY_A_TAB.has(code) ? button('open', labels.open, view.open) : nothing;
  const details = error && `${code} ${error.status ?? error.portalCode ?? ''}`.trim();
  // `tabindex`: this box gets the focus of a removed frame, see `#successorOf` in the element.
  return html`<div part=${hasFrame ? 'notice' : 'error'} class=${error ? 'failure' : nothing} tabindex="-1">
    <slot name=${endsSoon ? 'notice' : 'error'}>
      ${icon} ${words(explanation(view))}
      <div class="actions">${BEST_IN_A_TAB.has(code) ? [open, retry] : [retry, open]}</div>
      ${details ? html`<small part="code" .textContent=${labels.code.replace('{code}', details)}></small>` : nothing}
    </slot>
  </div>`;
};

const status = (view: PortalView): Template => {
  const { state, endsSoon } = view.session;
  if (state === 'idle' || state === 'loading') return view.embeds ? placeholder(view) : launcher(view);
  return state === 'ready' && !endsSoon ? nothing : announcement(view);
};

/**
 * The whole shadow tree. The element appends the frame to the stage by hand: Lit does not touch an element whose content it
 * does not render, and a frame that Lit renders again would load its used link again.
 *
 * One live region holds all texts. It has no `aria-busy`, which would silence it.
 */
export const portalView = (view: PortalView): TemplateResult => {
  const isLoading = view.session.state === 'loading';
  // The text covers the frame until the portal shows. The frame takes no clicks and no focus meanwhile.
  const isCovered = view.embeds && (!view.hasFrame || isLoading);
  // As a property: a `style` attribute would need `style-src 'unsafe-inline'`.
  const style = view.embeds ? `min-height: ${Math.max(MIN_HEIGHT, view.height || 0)}px` : '';
  return html`<div class=${view.embeds ? 'layout embed' : 'layout'}>
    <div role="status" class=${isCovered ? 'cover' : nothing}>${status(view)}</div>
    <div
      class=${isCovered && view.isDark ? 'stage dark' : 'stage'}
      aria-busy=${isLoading}
      .inert=${isCovered}
      .style=${style}
    ></div>
  </div>`;
};
