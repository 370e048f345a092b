/** The life of a link, with a clock of the test. */

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Links } from '../../demo/simulator/links.ts';

describe('a portal link', () => {
  let now: number;
  let links: Links;

  beforeEach(() => {
    now = Date.UTC(2030, 0, 1);
    links = new Links(() => new Date(now));
  });

  it('opens once', () => {
    const { token, link } = links.mint('org_1', ['sso'], 60);
    now += 1000;
    assert.equal(links.open(token), link);
    assert.deepEqual(link.openedAt, new Date(now));
    assert.equal(links.open(token), null);
  });

  it('opens until it expires', () => {
    const { token: early } = links.mint('org_1', [], 60);
    const { token: late, link } = links.mint('org_1', [], 60);
    now += 59_999;
    assert.ok(links.open(early));
    now += 1;
    assert.equal(links.open(late), null);
    assert.equal(link.openedAt, null);
  });

  it('does not open with another token', () => {
    const { link } = links.mint('org_1', [], 60);
    assert.equal(links.open(link.id), null);
    assert.equal(links.open(''), null);
  });

  it('has a number, and is listed without its token', () => {
    const { token } = links.mint('org_1', [], 60);
    links.mint('org_2', ['sso', 'dir_sync'], 60);
    assert.deepEqual(
      links.all.map(({ number, organizationId, features }) => ({ number, organizationId, features })),
      [
        { number: 1, organizationId: 'org_1', features: [] },
        { number: 2, organizationId: 'org_2', features: ['sso', 'dir_sync'] },
      ],
    );
    assert.ok(!JSON.stringify(links.all).includes(token));
  });

  it('does not open after a reset, and the next link has the number 1', () => {
    const { token } = links.mint('org_1', [], 60);
    links.clear();
    assert.equal(links.open(token), null);
    assert.equal(links.mint('org_1', [], 60).link.number, 1);
  });
});
