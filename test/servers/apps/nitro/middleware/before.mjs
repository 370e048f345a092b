import { appendResponseHeader, defineEventHandler, setResponseHeaders } from 'h3';
import { COOKIE, SET_BEFORE } from '../../shared/start.mjs';

export default defineEventHandler((event) => {
  event.context.user = 'ada';
  setResponseHeaders(event, SET_BEFORE);
  appendResponseHeader(event, 'Set-Cookie', COOKIE);
});
