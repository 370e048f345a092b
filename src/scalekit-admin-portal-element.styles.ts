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
  .cover {
    grid-area: 2 / 1;
    display: grid;
  }
  /* A frame that loads is visible: a hidden one paints nothing, and the portal would show only when all of it has loaded. The
     words are seen through it until it paints. On a dark page they would not be: the empty document that a frame begins with
     is light, and opaque then. */
  .dark {
    opacity: 0;
  }
  [part='error'],
  [part='notice'] {
    box-sizing: border-box;
    border: var(--scalekit-border-width, 1px) solid
      var(--scalekit-color-border, color-mix(in srgb, currentColor 25%, #0000));
    border-radius: var(--scalekit-border-radius, 8px);
    background: var(--scalekit-color-background, none);
    color: var(--scalekit-color-text, inherit);
    font-family: var(--scalekit-font-family, inherit);
    font-size: var(--scalekit-font-size, inherit);
    line-height: 1.5;
    text-align: start;
  }
  [part='error'] {
    padding: 24px 16px;
  }
  .cover > * {
    display: grid;
    min-width: 0;
    align-content: start;
    /* In the upper part of the window, however low the window or high the element is. */
    padding-top: min(15vh, 160px);
    justify-items: center;
    text-align: center;
  }
  slot[name] {
    display: grid;
    gap: var(--scalekit-spacing, 8px);
    justify-items: inherit;
  }
  [part='notice'] slot,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--scalekit-spacing, 8px);
  }
  .cover .actions {
    justify-content: center;
    margin-top: 8px;
  }
  [part='notice'] {
    padding: 4px 12px;
    margin-bottom: 8px;
  }
  slot[name='launch'] {
    margin-bottom: 8px;
  }
  h2,
  p {
    margin: 0;
    max-width: 44ch;
    text-wrap: balance;
  }
  h2 {
    font-size: 1.125em;
    font-weight: 600;
  }
  [part='notice'] :is(h2, p) {
    /* Beside the icon, not below it. */
    max-width: calc(100% - 32px);
    font-size: 1em;
  }
  small {
    font-size: 12px;
    opacity: 0.75;
    /* For support, on pages that forbid it elsewhere. Safari knows the prefixed name alone, as of version 26. */
    -webkit-user-select: text;
    user-select: text;
  }
  svg {
    flex: none;
    width: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    rotate: 180deg;
  }
  [part='notice'] svg {
    width: 16px;
  }
  .failure svg {
    rotate: none;
    color: var(--scalekit-color-danger, #d9363e);
  }
  button {
    border: 1px solid var(--scalekit-color-border, color-mix(in srgb, currentColor 25%, #0000));
    border-radius: var(--scalekit-border-radius, 8px);
    padding: 8px 16px;
    font: inherit;
    color: inherit;
    background: none;
    cursor: pointer;
  }
  [part='notice'] button {
    padding: 4px 12px;
  }
  button:hover {
    background: color-mix(in srgb, currentColor 6%, #0000);
  }
  [part='launch'] {
    justify-self: start;
  }
  .actions > :first-child,
  [part='launch'] {
    font-weight: 600;
    border-color: #0000;
    color: var(--scalekit-color-on-primary, inherit);
    background: var(--scalekit-color-primary, color-mix(in srgb, currentColor 14%, #0000));
  }
  button:first-child:hover {
    filter: brightness(0.9);
  }
  .skeleton,
  .late {
    /* A portal that comes at once shows nothing of it. */
    animation: appear 0.4s 0.3s both;
  }
  .skeleton {
    width: min(100%, 480px);
    height: 128px;
    margin-bottom: 16px;
    --line: linear-gradient(var(--scalekit-color-skeleton, color-mix(in srgb, currentColor 10%, #0000)) 0 0) no-repeat;
    background:
      var(--line) 50% 0 / 40% 24px,
      var(--line) 0 48px / 100% 16px,
      var(--line) 0 80px / 100% 16px,
      var(--line) 50% 112px / 60% 16px;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
