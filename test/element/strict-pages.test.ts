/** Host pages with strict policies: what the README lists is enough, and the element breaks none of it. */
import { expect, fixture } from '@open-wc/testing';
import { Backend, target, until } from '../tools/backend.ts';

/** A host page with this policy in a frame, the element in it, and what it reports as broken. */
async function strictPage(policy: string): Promise<{ backend: Backend; host: Document; violations: string[] }> {
  const backend = await Backend.create();
  const headers = new URLSearchParams({ 'content-security-policy': policy });
  const page = await fixture<HTMLIFrameElement>(document.createElement('iframe'));
  const violations: string[] = [];
  page.src = `/host/${target()}?${headers}`;
  await new Promise((resolve) => page.addEventListener('load', resolve, { once: true }));
  const host = page.contentDocument!;
  host.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    violations.push(`${effectiveDirective} ${blockedURI}`);
  });
  return { backend, host, violations };
}

const PORTAL = `http://127.0.0.1:${location.port}`;

/** The modules of the source target come with inline helpers of the test server; the drop-in is what pages get. */
const POLICIES: Record<string, string> =
  target() === 'drop-in'
    ? {
        'what the README lists': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src ${PORTAL}`,
        'no styles at all': `default-src 'none'; script-src 'self'; connect-src 'self'; frame-src ${PORTAL}`,
        'Trusted Types': `require-trusted-types-for 'script'; trusted-types lit-html; frame-src ${PORTAL}`,
      }
    : { 'the frame alone': `frame-src ${PORTAL}` };

describe('a host page with a strict policy', () => {
  for (const [name, policy] of Object.entries(POLICIES)) {
    it(`shows the portal, panel and all, and breaks nothing: ${name}`, async () => {
      const { backend, host, violations } = await strictPage(policy);
      await backend.answers([{ status: 400 }, {}]);
      const element = host.createElement('scalekit-admin-portal');
      element.height = 700;
      element.endpoint = backend.endpoint;
      host.body.append(element);
      await until('the panel', () => element.state === 'error');
      await element.updateComplete;
      const panel = element.shadowRoot!.querySelector('[part=error]')!;
      expect(host.defaultView!.getComputedStyle(panel).borderTopWidth, 'its own styles apply').to.equal('1px');
      await element.reload();
      expect(element.state).to.equal('ready');
      expect(element.shadowRoot!.querySelector('iframe')!.clientHeight).to.equal(700);
      expect(violations).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });
  }
});
