/**
 * The choices in the demo controls for the host application: the endpoint's fault, the element's attributes, and whether the
 * host page forbids the frame. They are kept on the server, so that the page is served with the tag as an adopter would
 * write it.
 */
import { EndpointFaults } from './endpoint-faults.ts';

export const MODES = ['embed', 'tab', 'redirect'] as const;
export const METHODS = ['GET', 'POST'] as const;
export const LOAD_TIMEOUTS = [20_000, 3_000] as const;

export interface TagSettings {
  mode: (typeof MODES)[number];
  method: (typeof METHODS)[number];
  loadTimeout: (typeof LOAD_TIMEOUTS)[number];
}

const DEFAULT_TAG: TagSettings = { mode: 'embed', method: 'GET', loadTimeout: 20_000 };

export class DemoSettings {
  readonly endpointFaults = new EndpointFaults();
  tag: TagSettings = { ...DEFAULT_TAG };
  /** The host page's `frame-src` does not contain the portal, as on a page whose policy was not extended. */
  framesForbidden = false;

  reset(): void {
    this.endpointFaults.choose('none');
    this.tag = { ...DEFAULT_TAG };
    this.framesForbidden = false;
  }
}
