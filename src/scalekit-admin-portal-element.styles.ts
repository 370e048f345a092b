/** How the element looks. Colours come from the host page's own text colour, so it fits light, dark and branded pages. */
import { css } from 'lit';

export const styles = css`
  :host(:not([hidden])) {
    display: block;
  }
  :host(:not([mode='tab'], [mode='redirect'])) {
    /* Here too: what comes after the element must not lie over the frame, whatever height the page gives it. In quirks
       mode, the percentage below is one of the window's. */
    min-height: 600px;
  }
  .layout {
    display: grid;
    grid-template: auto 1fr / 100%;
    height: 100%;
    /* So that the frame grows with a min-height of the element, not with its height alone. */
    min-height: inherit;
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
  .cover > * {
    align-content: center;
    text-align: center;
  }
  /* Visible, because a hidden frame paints nothing: the portal would show only when all of it has loaded. The words are
     seen through it until it paints, but not through a frame whose colour scheme is another than its document's, and the
     empty document that it begins with is a light one. */
  .cover + .stage {
    color-scheme: light;
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
  /* A bar that is never full moves for ever. */
  @media (prefers-reduced-motion) {
    progress {
      display: none;
    }
  }
`;
