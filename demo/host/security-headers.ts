/**
 * The headers of a host page with a strict content security policy: no inline script, no inline style, and frames from
 * the portal's origins alone. The element needs no exception from it.
 */
import type { RequestHandler } from 'express';

/** `ancestors`: the source of `frame-ancestors`; default `'none'`. */
export function securityHeaders(portalOrigins: () => readonly string[], ancestors = "'none'"): RequestHandler {
  return (_request, response, next) => {
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      `frame-src ${portalOrigins().join(' ') || "'none'"}`,
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${ancestors}`,
    ];
    response.set({
      'Content-Security-Policy': policy.join('; '),
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  };
}
