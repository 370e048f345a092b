/**
 * An element that behaves as a frame does. Whoever looks for what can have the focus (dialogs, focus traps) finds it, and
 * `focus()` goes to what is inside. Nothing that markup brings gets inside. It knows frames and buttons, and nothing of portals.
 */
import { LitElement } from 'lit';

export class FrameLikeElement extends LitElement {
  /** Sequential focus goes to what is inside, since no attribute says otherwise. */
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

  /** A declarative shadow root could lie over the portal, and style its frame: what is in it goes. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }
}
