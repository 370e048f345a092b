/**
 * An element that behaves like a frame. Code that looks for focusable elements (dialogs, focus traps) finds it, and
 * `focus()` moves the focus inside. Markup cannot put anything into its shadow root. This file knows frames and buttons, and
 * nothing about portals.
 */
import { LitElement } from 'lit';

export class FrameLikeElement extends LitElement {
  /** 0, as for a frame. There is no `tabindex` attribute, so the Tab key goes straight to the elements inside. */
  override get tabIndex(): number {
    return 0;
  }

  override set tabIndex(index: number) {
    super.tabIndex = index;
  }

  /** Focuses the frame, or the first button where there is none. */
  override focus(options?: FocusOptions): void {
    const target =
      this.renderRoot?.querySelector<HTMLElement>('iframe') ?? this.renderRoot?.querySelector<HTMLElement>('button');
    if (target) target.focus(options);
    else super.focus(options);
  }

  /** Empties a declarative shadow root: its content could cover the portal or restyle its frame. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }
}
