/**
 * The pages of the test portal, as HTML with one inline script. They only post the messages that a test asks for, because
 * tests count messages. When a page listens to commands, it reports that to the server.
 */

interface PortalPage {
  title: string;
  /** Messages posted to the parent after `postDelay` ms. */
  onLoad: readonly unknown[];
  postDelay: number;
  /** Path of the folder of this portal's pages. */
  folder: string;
  /** Path of the request that the page sends once it listens, or null. */
  listening: string | null;
}

/** JSON that cannot end its script element. */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

// JavaScript of the page.
const SCRIPT = `
const post = (message) => parent.postMessage(message, '*');
const commands = {
  post: ({ message }) => post(message),
  'post-burst': ({ messages }) => messages.forEach(post),
  'eval-post': ({ code }) => post(new Function('return (' + code + ')')()),
  navigate: ({ to }) => location.assign(/^[a-z]+:/i.test(to) ? to : page.folder + '/page/' + to),
  nested: ({ message }) => {
    const frame = document.createElement('iframe');
    frame.src = '/frame/nested#' + encodeURIComponent(JSON.stringify(message));
    document.body.append(frame);
  },
  focus: () => document.querySelector('input').focus(),
};
addEventListener('message', (event) => {
  if (event.source === parent) commands[event.data?.command]?.(event.data);
});
addEventListener('load', () => {
  if (page.listening) fetch(page.listening, { method: 'POST', keepalive: true });
  if (page.onLoad.length > 0) setTimeout(() => page.onLoad.forEach(post), page.postDelay);
});
`;

export function portalPage(page: PortalPage): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${page.title}</title></head>
<body>
<h1>${page.title}</h1>
<label>Name <input></label>
<script>const page = ${inlineJson(page)};${SCRIPT}</script>
</body>
</html>
`;
}

/** A page two levels below the host page. It has the portal's origin, but is not the frame's window. */
export const NESTED_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Nested</title></head>
<body><script>
parent.parent.postMessage(JSON.parse(decodeURIComponent(location.hash.slice(1))), '*');
</script></body>
</html>
`;

/** The page that a signed-out user gets instead of a link. */
export const LOGIN_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body><h1>Sign in</h1></body>
</html>
`;
