/**
 * What an accepted message costs the page. Each class of value that a structured clone carries is posted in several sizes by a real
 * portal on another site, and the time that the element's listener takes is compared with that of a bare listener which
 * reads `event.data.type`.
 *
 * Other programs make single measurements slow, so that the best of several counts: a value is measured again until it is within the
 * limit or has failed so often.
 */
import { expect } from '@open-wc/testing';
import { until } from '../tools/backend.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { loadSuccess, message, sessionWarning } from '../tools/sample-messages.ts';
import { LibraryPage } from './library-page.ts';
import { VALUES, type Value } from './message-values.ts';

const TABLE = 'The cost of an accepted message';

/** The element may take so many times as long as a bare listener, and so many ms. */
const RATIO = 5;
const FLOOR = 50;
const TRIES = 5;

/** Posts to its parent what it is told to, and says so when it cannot. */
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
 * A page with two frames that show the same: the portal's, and one that the element has nothing to do with. A page of its own, because
 * that of the tests looks for links in everything that the element dispatches.
 */
class Scales {
  readonly #page: LibraryPage;
  readonly #stranger: HTMLIFrameElement;
  #accepted = 0;
  /** Hears a message after the element, with the ms that all listeners before it took. */
  #onEnd: (event: MessageEvent, ms: number) => void = () => undefined;

  private constructor(page: LibraryPage, stranger: HTMLIFrameElement) {
    this.#page = page;
    this.#stranger = stranger;
    page.element.addEventListener('portal-message', () => (this.#accepted += 1));
    // After the listener of the element.
    const { performance } = page.view;
    page.view.addEventListener('message', (event) => this.#onEnd(event, performance.now() - page.view.messageAt));
  }

  static async create(): Promise<Scales> {
    const page = await LibraryPage.open({ body: '{portal}' }, { body: OBEDIENT_PAGE });
    const stranger = page.document.createElement('iframe');
    const loaded = new Promise((resolve) => stranger.addEventListener('load', resolve, { once: true }));
    stranger.src = page.backend.link(2);
    page.document.body.append(stranger);
    await loaded;
    return new Scales(page, stranger);
  }

  /** ms that the element takes for a message, rendering included; null if it does not accept it. */
  element(code: string): Promise<number | null> {
    const before = this.#accepted;
    // What renders has done so: promises are settled between two listeners.
    const frame = this.#page.element.shadowRoot!.querySelector('iframe')!;
    return this.#post(frame, code, (_, ms) => (this.#accepted > before ? ms : null));
  }

  /** ms that a bare listener takes; null if this browser cannot make or clone the value. */
  bare(code: string): Promise<number | null> {
    const { performance } = this.#page.view;
    return this.#post(this.#stranger, code, (event, ms) => {
      // With the first look at its data, Chromium deserialises a message.
      const start = performance.now();
      const { type } = event.data as { type?: string };
      return type === 'a_b' ? ms + performance.now() - start : null;
    });
  }

  #post<T>(frame: HTMLIFrameElement, code: string, weigh: (event: MessageEvent, ms: number) => T): Promise<T> {
    const sender = frame.contentWindow!;
    return new Promise((resolve) => {
      this.#onEnd = (event, ms) => {
        if (event.source === sender) resolve(weigh(event, ms));
      };
      sender.postMessage(code, '*');
    });
  }
}

/** What is wrong with the cost of a value; null if nothing is, undefined if this browser cannot post it. */
async function weigh(scales: Scales, { name, code }: Value, size: number): Promise<string | null | undefined> {
  let best: { element: number; bare: number } | undefined;
  for (let tried = 0; tried < TRIES; tried++) {
    const made = code(size);
    const bare = await scales.bare(made);
    if (bare === null) return undefined;
    const element = await scales.element(made);
    if (element === null) return `${name} of ${size}: refused`;
    if (element <= RATIO * bare + FLOOR) return null;
    if (!best || element - bare < best.element - best.bare) best = { element, bare };
  }
  return `${name} of ${size}: ${Math.round(best!.element)} ms, a bare listener ${Math.round(best!.bare)} ms`;
}

describe('an accepted message', function () {
  this.timeout(600_000);

  it('costs at most a small multiple of reading it, whatever it carries', async () => {
    const isLong = await isLongRun();
    const scales = await Scales.create();
    const faults: string[] = [];
    const unsupported: string[] = [];
    for (const value of VALUES) {
      let tried = 0;
      let slow = 0;
      for (const size of value.sizes(isLong)) {
        const fault = await weigh(scales, value, size);
        if (fault === undefined) unsupported.push(`${value.name} of ${size}`);
        else tried += 1;
        if (!fault) continue;
        slow += 1;
        faults.push(fault);
      }
      await report(TABLE, value.name, { sizes: tried, [`slower than ${RATIO} × bare + ${FLOOR} ms`]: slow });
    }
    expect(faults).to.deep.equal([]);
    // A browser may lack a class, or the memory for a size.
    expect(unsupported.length, unsupported.join('\n')).to.be.lessThan(VALUES.length / 2);
  });

  it('is rendered at most once a frame: 10,000 warnings, and the last one shows', async () => {
    const MESSAGES = 10_000;
    const page = await LibraryPage.open({ body: '{portal}' });
    const { element } = page;
    let warnings = 0;
    element.addEventListener('portal-session-warning', () => (warnings += 1));
    await page.post([sessionWarning()]);
    const notice = await until('the notice', () => element.shadowRoot!.querySelector('[part=notice]'));
    let rendered = 0;
    // Each message changes the time in the words, which Lit writes with one change of one text.
    const observer = new MutationObserver((records) => (rendered += records.length));
    observer.observe(notice, { characterData: true, subtree: true });
    let frames = 0;
    const count = () => {
      frames += 1;
      page.view.requestAnimationFrame(count);
    };
    page.view.requestAnimationFrame(count);
    const start = Date.now();
    page.view.tell({
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
    await until(`the words say ${time}: ${notice.textContent}`, () => notice.textContent.includes(time));
    expect(rendered, `in ${frames} frames`).to.be.at.most(frames + 2);
    expect(rendered).to.be.lessThan(MESSAGES / 4);
    await report(TABLE, '10,000 warnings', { rendered });
  });
});
