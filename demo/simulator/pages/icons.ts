/**
 * The portal's icons. They are decoration next to texts with the same meaning, so screen readers skip them.
 */

import { html } from './html.ts';

export const KEY = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="8" cy="15" r="4.25" />
  <path d="m11 12 8.5-8.5M16 7l3 3M13.5 9.5l2 2" />
</svg>`;

export const PEOPLE = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="9" cy="8" r="3.25" />
  <path d="M3 19.5c.4-3.6 2.7-5.5 6-5.5s5.6 1.9 6 5.5M15.5 5a3.25 3.25 0 0 1 0 6M17 14.3c2.3.6 3.7 2.4 4 5.2" />
</svg>`;

export const GLOBE = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="8.5" />
  <path d="M3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.2-3.8-8.5S9.4 5.9 12 3.5Z" />
</svg>`;

export const SHIELD = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M12 3 5 5.8v5.4c0 4.4 2.9 7.7 7 9.3 4.1-1.6 7-4.9 7-9.3V5.8L12 3Z" />
  <path d="m9 11.8 2.2 2.2L15.2 10" />
</svg>`;

export const CLOCK = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="8.5" />
  <path d="M12 7v5.2l3.2 2" />
</svg>`;

export const BROKEN_LINK = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M10 7 12 5a4.2 4.2 0 0 1 6 6l-2 2M14 17l-2 2a4.2 4.2 0 0 1-6-6l2-2M4 7.5l2.5.7M8 3.5l.8 2.6M20 16.5l-2.5-.7M16 20.5l-.8-2.6"
  />
</svg>`;

export const WARNING = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M12 4 3 19.5h18L12 4ZM12 10v4.5M12 17v.1" />
</svg>`;
