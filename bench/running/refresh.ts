/** How long a person waits for the new portal after a session ends, compared with hand-written code. */
import type { PortalScript } from '../../test/tools/backend-script.ts';
import { sessionExpiry } from '../../test/tools/sample-messages.ts';
import { median, spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { OpenPage, TestBed } from '../tools/test-bed.ts';

/** The server's delays for the link and for the portal's page, in ms. */
const DELAYS = [
  { link: 0, portal: 0 },
  { link: 50, portal: 50 },
  { link: 200, portal: 50 },
  { link: 200, portal: 200 },
];
const ROUNDS = 10;

const VARIANTS = ['by hand', 'without random wait', 'as shipped'] as const;
type Variant = (typeof VARIANTS)[number];

/** ms from the arrival of the expiry message to the first message of the new portal. */
function refresh({ page }: OpenPage, endpoint: string, variant: Variant): Promise<number> {
  return page.evaluate(
    async (url, how, expiry) => {
      const { random } = Math;
      if (how === 'without random wait') Math.random = () => 0;
      /** When the next message of this type arrives, before every other listener. */
      const arrival = (type: string) =>
        new Promise<number>((resolve) => {
          const listener = ({ data }: MessageEvent<{ event_type: string }>) => {
            if (data.event_type !== type) return;
            removeEventListener('message', listener, true);
            resolve(performance.now());
          };
          addEventListener('message', listener, true);
        });
      const parent = document.createElement('div');
      document.body.append(parent);

      /** The minimum code of a host page: without checks, states and errors. */
      const byHand = async () => {
        const response = await fetch(url, { cache: 'no-store', headers: { accept: 'application/json' } });
        const { location } = (await response.json()) as { location: string };
        const frame = document.createElement('iframe');
        frame.src = location;
        parent.replaceChildren(frame);
      };

      const shown = arrival('PORTAL_LOAD_SUCCESS');
      let frameOf = () => parent.querySelector('iframe');
      if (how === 'by hand') {
        await byHand();
      } else {
        const element = document.createElement('scalekit-admin-portal');
        element.endpoint = url;
        parent.append(element);
        frameOf = () => element.shadowRoot!.querySelector('iframe');
      }
      await shown;
      // Waits until the start is completely done.
      await new Promise((resolve) => setTimeout(resolve, 50));

      const over = arrival('PORTAL_SESSION_EXPIRY');
      const renewed = arrival('PORTAL_LOAD_SUCCESS');
      frameOf()!.contentWindow!.postMessage({ command: 'post', message: expiry }, '*');
      const start = await over;
      if (how === 'by hand') await byHand();
      const end = await renewed;
      parent.remove();
      Math.random = random;
      return end - start;
    },
    endpoint,
    variant,
    sessionExpiry(),
  );
}

export async function refreshTable(bed: TestBed): Promise<Table> {
  const rows: string[][] = [];
  const opened = await bed.open('scalekit-admin-portal.js');
  for (const { link, portal } of DELAYS) {
    const script: PortalScript = { delay: portal };
    const times = new Map(VARIANTS.map((variant) => [variant, [] as number[]]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [variant, list] of times) {
        const { endpoint } = await bed.backend([{ delay: link }], script);
        list.push(await refresh(opened, endpoint, variant));
      }
    }
    const own = median(times.get('without random wait')!) - median(times.get('by hand')!);
    rows.push([`${link} + ${portal}`, ...[...times.values()].map((list) => spreadText(list, 0)), own.toFixed(1)]);
  }
  await opened.page.close();
  return {
    title: 'Refresh: ms from the end of a session to the new portal',
    note:
      'From the arrival of PORTAL_SESSION_EXPIRY to that of the next PORTAL_LOAD_SUCCESS, compared with a host page that does the ' +
      `same with fetch and a new frame and without checks. Median, 10th and 90th percentile of ${ROUNDS} rounds, in turn. ` +
      'Without random wait: `Math.random` returns 0.',
    columns: ['server delays, link + portal', ...VARIANTS, "the element's own share"],
    rows,
  };
}
