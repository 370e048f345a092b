/** The applications of `demo/apps` with the simulated portal: every row of the table in docs/frameworks/README.md. */
import { expect } from '@open-wc/testing';
import type { AppName } from '../../demo/host/apps.ts';
import { portalEventNames } from '../../demo/apps/shared/portal-event-names.ts';
import { until } from '../tools/backend.ts';
import { AppWindow, endpointRequests, simulator, type Log } from './app-window.ts';
import { FRAMEWORKS, keepsSession, LINKS_OF_REVERSING, ROWS, type Row } from './matrix.ts';

for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  const app = name as AppName;

  describe(framework, () => {
    let page: AppWindow;
    /** Opens a page of the application. */
    const open = async (path: string) => (page = await AppWindow.open(app, path));

    /** A test of a row. Besides its steps, the page must log nothing and violate no policy. */
    const testRow = ({ words }: Row, steps: () => Promise<void>) =>
      it(words, async () => {
        await simulator.reset();
        try {
          await steps();
          // Lit's warning in every development build, which the package cannot disable.
          const logs = page.window.recorded.logs.filter((text) => !text.startsWith('Lit is in dev mode.'));
          expect(logs).to.deep.equal([]);
        } finally {
          page.close();
        }
      });

    testRow(ROWS.shows, async () => {
      await open('security');
      await page.ready(1);
      expect((await simulator.links()).minted).to.equal(1);
      expect(page.portalFrame!.getBoundingClientRect().height).to.be.at.least(600);
      await simulator.configure({ sso: true });
      await until('the status', () => page.text('status') === 'Single sign-on with OKTA is on.');
      await simulator.configure({ sso: false });
      await until('the status', () => page.text('status') === 'Single sign-on is off.');
      expect(await simulator.links()).to.deep.equal({ minted: 1, opened: 1 });
    });

    /** Brings about every event of the element. Each of the three vocabularies needs its own session. */
    async function everyEvent(log: Log): Promise<void> {
      const logs = (event: string) => page.logs(log, event);
      await logs('portal-load-success');
      await simulator.configure({ sso: true, directory: true });
      await logs('organization-directory-enabled');
      await simulator.configure({ sso: false, directory: false });
      await logs('organization-directory-disabled');
      await simulator.warn();
      await logs('portal-session-warning');
      await simulator.behave({ fault: 'fail' });
      await simulator.expire();
      await logs('portal-error');
      await simulator.behave({ fault: 'none', vocabulary: 'guides' });
      await page.portal.reload();
      await simulator.configure({ sso: true, directory: true });
      await logs('scim-configured');
      await simulator.behave({ vocabulary: 'dotted' });
      await simulator.expire();
      await logs('session-expired');
      await page.ready(4);
      await simulator.configure({ sso: false });
      await logs('sso-disabled');
      await simulator.configure({ sso: true });
      await logs('sso-enabled');
      await page.openTab();
      page.document.dispatchEvent(new Event('visibilitychange'));
      await logs('portal-return');
    }

    for (const [row, log] of [
      [ROWS.template, 'heard-by-template'],
      [ROWS.script, 'heard-by-script'],
    ] as const) {
      testRow(row, async () => {
        await open('options');
        await everyEvent(log);
        expect(new Set(page.eventsIn(log))).to.have.all.keys(portalEventNames);
        expect(page.eventsIn(log)[0], 'the first event').to.equal('portal-state-change');
        expect((await simulator.links()).minted).to.equal(5);
      });
    }

    testRow(ROWS.attributes, async () => {
      await open('options');
      await page.ready(1);
      const { portal, portalFrame } = page;
      expect(portal.endpoint).to.equal('/api/portal-link');
      expect(portal.environmentUrl?.split(' ')).to.have.lengthOf(2);
      expect(portal.method).to.equal('POST');
      expect(portal.credentials).to.equal('include');
      expect(portal.loading).to.equal('lazy');
      expect(portal.height).to.equal(720);
      expect(portal.frameTitle).to.equal('SSO settings of Bluebird Logistics');
      expect(portal.sandbox).to.match(/^allow-scripts .*allow-downloads$/);
      expect(portal.loadTimeout).to.equal(5000);
      expect(portal.labels).to.deep.equal({ retry: 'Once more' });
      expect(portal.getAttribute('environment-url')).to.equal(portal.environmentUrl);
      expect(portal.getAttribute('frame-title')).to.equal(portal.frameTitle);
      expect(portal.getAttribute('load-timeout')).to.equal('5000');

      expect(portalFrame!.title).to.equal(portal.frameTitle);
      expect(portalFrame!.getAttribute('sandbox')).to.equal(portal.sandbox);
      expect(portalFrame!.getBoundingClientRect().height).to.be.at.least(720);
      const [request, ...others] = await endpointRequests();
      expect(others).to.have.lengthOf(0);
      expect(request!.method).to.equal('POST');
    });

    testRow(ROWS.functions, async () => {
      await open('options');
      await page.ready(1);
      expect((await endpointRequests())[0]!.headers['x-csrf-token']).to.equal('token-of-the-page');
      await page.goTo('function');
      await page.ready(2);
      expect(page.text('reason')).to.equal('start');
      expect(page.portal.endpoint).to.equal(null);
    });

    testRow(ROWS.method, async () => {
      await open('security');
      await page.ready(1);
      page.click('reload');
      await page.ready(2);
      expect((await simulator.links()).minted).to.equal(2);
    });

    testRow(ROWS.prevent, async () => {
      await open('options');
      await page.ready(1);
      page.click('keep-ended');
      await simulator.expire();
      await page.logs('heard-by-template', 'portal-refresh');
      await until('the session has ended', () => page.portal.state === 'expired');
      await page.portal.updateComplete;
      expect((await simulator.links()).minted).to.equal(1);
      await page.portal.reload();
      expect(await simulator.links()).to.deep.equal({ minted: 2, opened: 2 });
    });

    testRow(ROWS.route, async () => {
      await open('security');
      await page.ready(1);
      await page.goTo('members');
      expect(page.portals).to.have.lengthOf(0);
      const listeners = page.window.recorded.listeners();
      expect(listeners).not.to.include('message');
      await page.goTo('security');
      await page.ready(2);
      expect(page.window.recorded.listeners()).to.include('message');
      await page.goTo('members');
      expect(page.window.recorded.listeners()).to.deep.equal(listeners);
      expect(await simulator.links()).to.deep.equal({ minted: 2, opened: 2 });
    });

    testRow(ROWS.render, async () => {
      await open('function');
      await page.ready(1);
      const { portal, portalFrame } = page;
      const functions = new Set([portal.fetchPortalLink]);
      for (let renders = 1; renders <= 3; renders++) {
        page.click('render-again');
        await until('the page is rendered again', () => page.text('renders') === String(renders));
        await until('a new function is there', () => !functions.has(portal.fetchPortalLink));
        functions.add(portal.fetchPortalLink);
      }
      expect(page.portal === portal && page.portalFrame === portalFrame, 'the same frame').to.equal(true);
      expect((await simulator.links()).minted).to.equal(1);
      await simulator.expire();
      await page.ready(2);
      expect(page.text('reason')).to.equal('start refresh');
      expect((await simulator.links()).minted).to.equal(2);
    });

    testRow(ROWS.late, async () => {
      await open('late');
      const { portal } = page;
      expect(page.window.customElements.get('scalekit-admin-portal')).to.equal(undefined);
      expect(portal.state).to.equal(undefined);
      page.click('load-element');
      await page.ready(1);
      expect(portal.labels).to.deep.equal({ retry: 'Later' });
      expect(portal.height).to.equal(650);
      expect(portal.frameTitle).to.equal('Late portal');
      // Own properties from before the definition must not hide the accessors of the class.
      expect(Object.keys(portal)).not.to.include.members(['labels', 'headers', 'height', 'endpoint', 'frameTitle']);
      expect((await endpointRequests())[0]!.headers['x-csrf-token']).to.equal('token-of-the-page');
      await page.logs('heard-by-template', 'portal-load-success');
      expect(page.eventsIn('heard-by-template')).to.deep.equal([
        'portal-state-change',
        'portal-state-change',
        'portal-load-success',
      ]);
      expect((await simulator.links()).minted).to.equal(1);
    });

    testRow(ROWS.keyed, async () => {
      await open('customers');
      await page.ready(2);
      const before = page.portals;
      page.click('reverse');
      const order = () =>
        [...page.document.querySelectorAll<HTMLElement>('[data-customer]')].map((item) => item.dataset['customer']);
      await until('the list is reversed', () => order().join() === 'heron,bluebird');
      await page.ready(2 + LINKS_OF_REVERSING[app]);
      expect(page.portals.map((portal) => before.indexOf(portal))).to.deep.equal([1, 0]);
      expect((await simulator.links()).minted).to.equal(2 + LINKS_OF_REVERSING[app]);
    });

    testRow(ROWS.kept, async () => {
      await open('kept');
      await page.ready(1);
      const { portalFrame } = page;
      const isVisible = (test: string) =>
        page.document.querySelector(`[data-test=${test}]`)?.checkVisibility() ?? false;
      const notes = () => page.find('notes') as HTMLTextAreaElement;
      page.click('tab-notes');
      await until('the notes show', () => isVisible('notes'));
      notes().value = 'Ask Heron about their directory.';
      page.click('tab-portal');
      await until('the portal shows', () => page.portals[0]?.checkVisibility());
      await page.ready(keepsSession(app) ? 1 : 2);
      expect(page.portalFrame === portalFrame, 'the same frame').to.equal(keepsSession(app));
      expect((await simulator.links()).minted).to.equal(keepsSession(app) ? 1 : 2);
      page.click('tab-notes');
      await until('the notes show', () => isVisible('notes'));
      expect(notes().value).to.equal('Ask Heron about their directory.');
    });
  });
}
