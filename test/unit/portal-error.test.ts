/** The error class: its fields, and which errors are retryable. */
import { expect } from '@open-wc/testing';
import { PortalError, type PortalErrorCode } from '../../src/portal-error.ts';

describe('PortalError', () => {
  it('is an Error with a name, a code and a message', () => {
    const error = new PortalError('LINK_REJECTED', 'Link refused.');
    expect(error).to.be.an.instanceof(Error);
    expect(error.name).to.equal('PortalError');
    expect(error.code).to.equal('LINK_REJECTED');
    expect(String(error)).to.equal('PortalError: Link refused.');
  });

  it('carries the details that it was given', () => {
    const cause = new TypeError('offline');
    const error = new PortalError('ENDPOINT_FAILED', '', { status: 503, retryAfter: 2000, portalCode: 'X', cause });
    expect(error).to.include({ status: 503, retryAfter: 2000, portalCode: 'X', cause });
  });

  it('has no other details', () => {
    expect(new PortalError('LINK_REJECTED', '')).not.to.have.any.keys('status', 'retryAfter', 'portalCode', 'cause');
  });

  const codes: [PortalErrorCode, boolean][] = [
    ['ENDPOINT_MISSING', false],
    ['ENDPOINT_UNREACHABLE', true],
    ['ENDPOINT_TIMEOUT', true],
    ['RESPONSE_INVALID', false],
    ['LINK_REJECTED', false],
    ['PORTAL_BLOCKED', false],
    ['PORTAL_LOAD_TIMEOUT', true],
    ['PORTAL_LOAD_FAILED', true],
  ];
  for (const [code, retryable] of codes) {
    it(`is ${retryable ? '' : 'not '}retryable with the code ${code}`, () => {
      expect(new PortalError(code, '').retryable).to.equal(retryable);
    });
  }

  it('is retryable with status 408, 425, 429 or 5xx and with no other, whatever its code', () => {
    const isRetryable = (status: number) => new PortalError('ENDPOINT_FAILED', '', { status }).retryable;
    expect([408, 425, 429, 500, 502, 503, 504, 599].filter(isRetryable)).to.have.length(8);
    expect([300, 304, 400, 401, 403, 404, 405, 407, 409, 410, 418, 422, 426, 428, 431, 499].filter(isRetryable)).to.be
      .empty;
  });
});
