/**
 * The time that the page spends on an accepted message. A real portal on another site posts each class of value that a structured
 * clone supports, in several sizes. The time of the element's listener is compared with that of a bare listener that reads
 * `event.data.type`.
 *
 * Other programs may slow a single measurement. So a value is measured again until it is within the limit, at most `TRIES` times.
 */
import { expect } from '@open-wc/testing';
import { until } from '../tools/backend.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { loadSuccess, message, sessionWarning } from '../tools/sample-messages.ts';
import { LibraryPage } from './library-page.ts';
import { VALUES, type Value } from './message-values.ts';

const TABLE = 'The cost of an accepted message';

/** The element may take so many times as long as a bare listener, plus so many ms. */
const RATIO = 5;
const FLOOR = 50;
const TRIES = 5;

/** A page that posts the value of an expression to its parent, or reports that it cannot. */
const OBEDIENT_PAGE = `<!doctype html><title>Obedient</title><script>
addEventListener('message', async ({ data: code }) => {
  try {
    parent.postMessage({ type: 'a_b', s: await (0, eval)(code) }, '*');
  } catch (error) {
    parent.postMessage({ unsupported: String(error) }, '*');
  }
});
parent.postMessage(${JSON.stringify(loadSuccess())}, '*');
</script>`;

/**
 * A page with two frames with the same content: the portal, and a foreign one. It is a separate page, because the leak watch of
 * the test page reads every event of the element.
 */
class CostMeter {
  readonly #page: LibraryPage;
  readonly #stranger: HTMLIFrameElement;
  #accepted = 0;
  /** Called for each message after the element's listener, with the ms that all earlier listeners took. */
  #onEnd: (event: MessageEvent, ms: number) => void = () => undefined;

  private constructor(page: LibraryPage, stranger: HTMLIFrameElement) {
    this.#page = page;
    this.#stranger = stranger;
    page.element.addEventListener('portal-message', () => (this.#accepted += 1));
    // Added after the listener of the element.
    const { performance } = page.view;
    page.view.addEventListener('message', (event) => this.#onEnd(event, performance.now() - page.view.messageAt));
  }

  static async create(): Promise<CostMeter> {
    const page = await LibraryPage.open({ body: '{portal}' }, { body: OBEDIENT_PAGE });
    const stranger = page.document.createElement('iframe');
    const loaded = new Promise((resolve) => stranger.addEventListener('load', resolve, { once: true }));
    stranger.src = page.backend.link(2);
    page.document.body.append(stranger);
    await loaded;
    return new CostMeter(page, stranger);
  }

  /** ms that the element needs for a message, with rendering; null if it does not accept it. */
  element(code: string): Promise<number | null> {
    const before = this.#accepted;
    // Rendering is included, because microtasks run between two listeners.
    const frame = this.#page.element.shadowRoot!.querySelector('iframe')!;
    return this.#post(frame, code, (_, ms) => (this.#accepted > before ? ms : null));
  }

  /** ms that a bare listener needs; null if this browser cannot create or clone the value. */
  bare(code: string): Promise<number | null> {
    const { performance } = this.#page.view;
    return this.#post(this.#stranger, code, (event, ms) => {
      // Chromium deserialises a message at the first read of its data.
      const start = performance.now();
      const { type } = event.data as { type?: string };
      return type === 'a_b' ? ms + performance.now() - start : null;
    });
  }

  #post<T>(frame: HTMLIFrameElement, code: string, measure: (event: MessageEvent, ms: number) => T): Promise<T> {
    const sender = frame.contentWindow!;
    return new Promise((resolve) => {
      this.#onEnd = (event, ms) => {
        if (event.source === sender) resolve(measure(event, ms));
      };
      sender.postMessage(code, '*');
    });
  }
}

/** Why a value costs too much; null if it does not, undefined if this browser cannot post it. */
async function costFault(meter: CostMeter, { name, code }: Value, size: number): Promise<string | null | undefined> {
  let best: { element: number; bare: number } | undefined;
  for (let tried = 0; tried < TRIES; tried++) {
    const expression = code(size);
    const bare = await meter.bare(expression);
    if (bare === null) return undefined;
    const element = await meter.element(expression);
    if (element === null) return `${name} of ${size}: refused`;
    if (element <= RATIO * bare + FLOOR) return null;
    if (!best || element - bare < best.element - best.bare) best = { element, bare };
  }
  return `${name} of ${size}: ${Math.round(best!.element)} ms, a bare listener ${Math.round(best!.bare)} ms`;
}

describe('an accepted message', function () {
  this.timeout(600_000);

  it('costs at most a small multiple of reading it, whatever its value', async () => {
    const isLong = await isLongRun();
    const meter = await CostMeter.create();
    const faults: string[] = [];
    const unsupported: string[] = [];
    for (const value of VALUES) {
      let tried = 0;
      let slow = 0;
      for (const size of value.sizes(isLong)) {
        const fault = await costFault(meter, value, size);
        if (fault === undefined) unsupported.push(`${value.name} of ${size}`);
        else tried += 1;
        if (!fault) continue;
        slow += 1;
        faults.push(fault);
      }
      await report(TABLE, value.name, { sizes: tried, [`slower than ${RATIO} × bare + ${FLOOR} ms`]: slow });
    }
    expect(faults).to.deep.equal([]);
    // A browser may lack a class, or memory for a size.
    expect(unsupported.length, unsupported.join('\n')).to.be.lessThan(VALUES.length / 2);
  });

  it('is rendered at most once per animation frame: after 10,000 warnings, the last one shows', async () => {
    const MESSAGES = 10_000;
    const page = await LibraryPage.open({ body: '{portal}' });
    const { element } = page;
    let warnings = 0;
    element.addEventListener('portal-session-warning', () => (warnings += 1));
    await page.post([sessionWarning()]);
    const notice = await until('the notice', () => element.shadowRoot!.querySelector('[part=notice]'));
    let rendered = 0;
    // Each message changes the time in the notice, which is one change of one text node.
    const observer = new MutationObserver((records) => (rendered += records.length));
    observer.observe(notice, { characterData: true, subtree: true });
    let frames = 0;
    const count = () => {
      frames += 1;
      page.view.requestAnimationFrame(count);
    };
    page.view.requestAnimationFrame(count);
    const start = Date.now();
    page.view.command({
      command: 'eval-post',
      code: `(() => {
        const warning = ${JSON.stringify(message('PORTAL_SESSION_WARNING'))};
        for (let index = 1; index <= ${MESSAGES}; index++) {
          warning.data = { expiry: new Date(${start} + index * 61_000).toISOString() };
          parent.postMessage(warning, '*');
        }
        return 'done';
      })()`,
    });
    await until('all warnings', () => warnings > MESSAGES, { limit: 120_000 });
    const last = new Date(start + MESSAGES * 61_000);
    expect(element.expiresAt?.getTime()).to.equal(last.getTime());
    const time = last.toLocaleTimeString([], { timeStyle: 'short' });
    await until(`the text has ${time}: ${notice.textContent}`, () => notice.textContent.includes(time));
    expect(rendered, `in ${frames} frames`).to.be.at.most(frames + 2);
    expect(rendered).to.be.lessThan(MESSAGES / 4);
    await report(TABLE, '10,000 warnings', { rendered });
  });
});
