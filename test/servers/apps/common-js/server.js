/** A product in CommonJS, as small as it can be: its server answers itself, and says what it got. */
const { createServer } = require('node:http');
const { portalLinkHandler, toNodeHandler } = require('scalekit-admin-portal/server');

const handler = portalLinkHandler((request, req) => `https://env.example/${req.user}?signal=${request.signal.aborted}`);
const server = createServer((request, response) => {
  request.user = 'ada';
  toNodeHandler(handler)(request, response);
});
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/`, { method: 'POST', body: '{}' });
  console.log(answer.status, await answer.text());
  server.closeAllConnections();
  server.close();
});
