/** How the element looks. Font and colours come from the host page, so it fits light, dark and branded pages. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    /* A parent that asks for a width (a flex row, a dialog) gets one, see below, and may still have it smaller. */
    min-width: 0;
    max-width: 100%;
    /* Where text is vertical, a portal is not. In columns of text, it stays in one. */
    writing-mode: horizontal-tb;
    break-inside: avoid;
  }
  /* The rule above beats the browser's own ways to hide something. */
  :host([hidden]),
  :host([popover]:not(:popover-open)) {
    display: none;
  }
  :host([hidden='until-found' i]) {
    display: block;
    content-visibility: hidden;
  }
  :host(:not([mode='tab'], [mode='redirect'], [hidden])) {
    /* Here too: what comes after the element must not lie over the frame, whatever height the page gives it. In quirks
       mode, the percentage below is one of the window's. */
    min-height: 600px;
  }
  .layout {
    /* No text rule of the page's gets in (nowrap, line-height, letter-spacing …), but its font and colours. */
    all: initial;
    color: inherit;
    color-scheme: inherit;
    font-family: inherit;
    font-size: max(14px, 1em);
    overflow-wrap: anywhere;
    pointer-events: inherit;
    visibility: inherit;
    display: grid;
    grid-template: auto 1fr / 100%;
    width: 100%;
    height: 100%;
    /* So that the frame grows with a min-height of the element, not with its height alone. */
    min-height: inherit;
  }
  /* A frame asks for no width. This does: at most 800 px where there is room, and never less than 240. */
  .embed::before {
    content: '';
    display: grid;
    grid: 0 / minmax(240px, 800px);
    overflow: clip;
    /* WebKit takes the least width of what is clipped for 0. What has no height makes no page wider. */
    min-width: 240px;
    height: 0;
  }
  .embed > * {
    /* No state is wider than another. */
    contain: inline-size;
  }
  [role='status'],
  .layout::before {
    grid-area: 1 / 1;
  }
  .stage {
    grid-area: 2 / 1;
    display: flex;
  }
  iframe {
    flex: 1;
    /* Its own 300 px would stick out of a narrow page; flex makes it as wide as there is place. */
    width: 0;
    /* A style of the page's for ::part(frame) cannot make the portal unusable. */
    min-height: 600px !important;
    border: 0;
  }
  /* In the place of the stage, whose height it takes. */
  [role='status'].cover {
    grid-area: 2 / 1;
    display: grid;
  }
  .cover > * {
    min-width: 0;
    align-content: center;
    text-align: center;
  }
  /* A frame that loads is visible: a hidden one paints nothing, and the portal would show only when all of it has loaded. The
     words are seen through it until it paints. On a dark page they would not be: the empty document that a frame begins with
     is light, and opaque then. */
  .dark {
    opacity: 0;
  }
  [role='status'] > *,
  button {
    border: 1px solid #888;
    border-radius: 8px;
    padding: 8px 16px;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
  }
  progress {
    max-width: 100%;
  }
  /* A bar that is never full moves for ever. */
  @media (prefers-reduced-motion) {
    progress {
      display: none;
    }
  }
`;
