/** The element's styles. Font and colours come from the host page, so the element fits light, dark and branded pages. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    /* A parent that sizes itself by its content (a flex row, a dialog) gets a width, see below, and may still shrink it. */
    min-width: 0;
    max-width: 100%;
    /* A portal is horizontal even on pages with vertical text. In a multi-column layout, it stays in one column. */
    writing-mode: horizontal-tb;
    break-inside: avoid;
  }
  /* The rule above overrides the browser's own rules for hidden elements. */
  :host([hidden]),
  :host([popover]:not(:popover-open)) {
    display: none;
  }
  :host([hidden='until-found' i]) {
    display: block;
    content-visibility: hidden;
  }
  :host(:not([mode='tab'], [mode='redirect'], [hidden])) {
    /* On the host too: the content after the element must not cover the frame, whatever height the page sets. In quirks
       mode, the percentage below refers to the window. */
    min-height: 600px;
  }
  .layout {
    /* The page's text rules (nowrap, line-height, letter-spacing …) do not apply here, except its font and colours. */
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
    /* The frame grows with a min-height of the element too, not only with its height. */
    min-height: inherit;
  }
  .embed {
    height: 100%;
  }
  /* A frame has no content width. This box provides one: at most 800 px where there is room, and at least 240 px. */
  .embed::before {
    content: '';
    display: grid;
    grid: 0 / minmax(240px, 800px);
    overflow: clip;
    /* WebKit treats the minimum width of a clipped box as 0. A box without height does not make the page wider. */
    min-width: 240px;
    height: 0;
  }
  .embed > * {
    /* Every state has the same width. */
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
    /* A frame's default width of 300 px would overflow a narrow page. Flex makes it as wide as the stage. */
    width: 0;
    /* The page's styles for ::part(frame) cannot make the portal unusable. */
    min-height: 600px !important;
    border: 0;
  }
  /* Covers the stage and has the same height. */
  .cover {
    grid-area: 2 / 1;
    display: grid;
  }
  /* A loading frame is visible: a hidden one paints nothing, and the portal would only show once all of it has loaded. The
     text shows through the frame until it paints. On a dark page it would not: the frame's initial empty document is light
     there, and so the browser makes it opaque. */
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
    /* Keeps the text in the upper part of the window, even in a low window or a high element. */
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
    /* A button of the page's own stays as wide as its text. */
    display: block;
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
    /* People copy the code for support, also on pages that disable selection. As of version 26, Safari only knows the
       prefixed name. */
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
    /* Delayed, so that nothing flashes if the portal shows at once. */
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
