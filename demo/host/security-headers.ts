/**
 * The headers of a host page with a strict Content Security Policy: no inline scripts, no inline styles, and only frames from
 * the portal's origins. The element works with this policy without exceptions.
 */
import type { RequestHandler } from 'express';

/** `ancestors`: the value of `frame-ancestors`. */
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
