/** Whatever the doctor is given, it answers with one clear sentence. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { generate } from 'selfsigned';
import { readCall, UsageError } from '../../doctor/call.ts';
import { examine } from './examine.ts';
import { COOKIE, plantSite } from './planted-site.ts';

const servers: { close(): unknown; closeAllConnections?(): void }[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listening(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener) =>
  `http://127.0.0.1:${await listening(createServer(listener))}/settings`;

/** What it says of the page: one fault, in one sentence. */
async function saysOfPage(url: string, args: readonly string[] = ['--timeout=1']): Promise<string> {
  const { diagnosis, text } = await examine([url, ...args]);
  const [first, ...others] = diagnosis.findings.filter(({ status }) => status === 'fault');
  assert.equal(first?.id, 'page.answers');
  assert.deepEqual(others, []);
  assert.match(first.sentence, /^[A-Z][^\n]{5,200}\.$/);
  assert.ok(text.split('\n').length < 25, `A page that is none takes ${text.split('\n').length} lines:\n${text}`);
  return first.sentence;
}

describe('a page that is none', { concurrency: 4 }, () => {
  test('an unknown host', async () => {
    assert.equal(
      await saysOfPage('https://no-such-host.invalid/'),
      'The page does not load: the host no-such-host.invalid does not exist.',
    );
  });

  test('nothing listens', async () => {
    assert.equal(await saysOfPage('http://127.0.0.1:1/'), 'The page does not load: nothing listens at 127.0.0.1:1.');
  });

  test('a certificate that is wrong', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const port = await listening(createSecureServer({ key, cert }, (_request, response) => response.end()));
    assert.match(
      await saysOfPage(`https://localhost:${port}/`),
      /^The page does not load: the certificate of localhost:\d+ is not valid \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.$/,
    );
  });

  test('no TLS behind https:', async () => {
    const url = (await serve((_request, response) => response.end())).replace('http:', 'https:');
    assert.match(await saysOfPage(url), /the TLS connection to .* failed/);
  });

  test('no HTTP', async () => {
    const port = await listening(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    assert.match(await saysOfPage(`http://127.0.0.1:${port}/`), /does not speak HTTP/);
  });

  test('never an answer', async () => {
    assert.match(await saysOfPage(await serve(() => undefined)), /sends no complete answer within 1 s\.$/);
  });

  test('an answer that never ends', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      const timer = setInterval(() => response.write('<p>'), 50);
      response.on('close', () => clearInterval(timer));
    });
    assert.match(await saysOfPage(url), /sends no complete answer within 1 s\.$/);
  });

  test('500 MB of HTML: it stops at 5', async () => {
    let sent = 0;
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      const chunk = Buffer.alloc(500_000, 'x');
      const more = (): void => {
        if (response.destroyed || sent >= 500_000_000) return;
        sent += chunk.length;
        response.write(chunk, more);
      };
      more();
    });
    assert.match(await saysOfPage(url, ['--timeout=10']), /is larger than 5 MB\.$/);
    assert.ok(sent < 50_000_000, `${sent} bytes were sent`);
  });

  test('500 MB of something else: nothing of it is read', async () => {
    const url = await serve(
      (_request, response) =>
        void response
          .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Length': '500000000' })
          .write('%PDF'),
    );
    assert.equal(await saysOfPage(url), 'The answer is not an HTML page: its type is application/pdf.');
  });

  test('a redirect loop', async () => {
    const url = await serve((_request, response) => void response.writeHead(302, { Location: '/settings' }).end());
    assert.match(await saysOfPage(url), /has too many redirects/);
  });

  test('a redirect to another host: that is not asked', async () => {
    let asked = 0;
    const other = await serve((_request, response) => void (asked++, response.end()));
    const url = await serve(
      (_request, response) => void response.writeHead(302, { Location: other.replace('127.0.0.1', 'localhost') }).end(),
    );
    assert.match(
      await saysOfPage(url),
      /redirects to http:\/\/localhost:\d+\/settings on another host\. The doctor does not follow it\./,
    );
    assert.equal(asked, 0);
  });

  test('a redirect to what is no page', async () => {
    const url = await serve(
      (_request, response) => void response.writeHead(302, { Location: 'mailto:somebody' }).end(),
    );
    assert.match(await saysOfPage(url), /redirects to an invalid URL/);
  });

  test('a connection that drops', async () => {
    const url = await serve((request) => void request.socket.destroy());
    assert.match(await saysOfPage(url), /closes the connection before the answer is complete/);
  });

  test('elements that are nested 20,000 deep', async () => {
    const url = await serve(
      (_request, response) =>
        void response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html>${'<div>'.repeat(20_000)}`),
    );
    const { diagnosis } = await examine([url, '--timeout=10']);
    assert.equal(diagnosis.findings.find(({ id }) => id === 'page.tag')?.status, 'fault');
  });

  test('what a server says cannot steer the terminal', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': "script-src 'none'" });
      response.end(
        '<!doctype html><scalekit-admin-portal endpoint="/x" e\u001b[2Jvil="1" \u202e="2"></scalekit-admin-portal><script src="/scalekit-admin-portal.js"></script>',
      );
    });
    const { text, json } = await examine([url, '--timeout=2']);
    assert.doesNotMatch(text + json, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(text, /\\u\{1b\}/);
  });
});

test('an endpoint that never answers gets one sentence', async () => {
  const hanging = await serve(() => undefined);
  const site = await plantSite({ tag: () => ({ 'environment-url': undefined }) });
  try {
    const { diagnosis } = await examine([site.url, `--endpoint=${hanging}`, `--cookie=${COOKIE}`, '--timeout=1']);
    const faults = diagnosis.findings.filter(({ status }) => status === 'fault');
    assert.deepEqual(
      faults.map(({ id }) => id),
      ['endpoint.answers'],
    );
    assert.match(faults[0]!.sentence, /sends no complete answer within 1 s\.$/);
  } finally {
    await site.close();
  }
});

describe('calls that make no sense', () => {
  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no URL', ['doctor'], /The URL of the page is missing/],
    ['another command', ['nurse', 'https://a.example'], /Unknown command "nurse"/],
    [
      'no URL, but nearly one',
      ['doctor', 'app.example.com/settings'],
      /not a URL: "app\.example\.com\/settings"\. Did you mean https:\/\/app\.example\.com\/settings/,
    ],
    ['a file', ['doctor', 'file:///etc/passwd'], /http: or https: URL, not file:/],
    ['a password in the URL', ['doctor', 'https://user:hunter2@a.example/'], /contains a user name or a password/],
    ['two URLs', ['doctor', 'https://a.example', 'https://b.example'], /only one URL/],
    ['an unknown option', ['doctor', 'https://a.example', '--cokie=x'], /--cokie/],
    ['a method that is none', ['doctor', 'https://a.example', '--method=DELETE'], /--method must be GET or POST/],
    ['a header without a name', ['doctor', 'https://a.example', '--header=hunter2'], /--header must be NAME: VALUE/],
    [
      'a header that breaks the line',
      ['doctor', 'https://a.example', '--header=A: hunter2\r\nB: c'],
      /--header must be NAME: VALUE/,
    ],
    ['a cookie that is none', ['doctor', 'https://a.example', '--cookie=hunter2'], /must be a Cookie header/],
    ['no time', ['doctor', 'https://a.example', '--timeout=soon'], /--timeout must be a number of seconds/],
  ];
  for (const [what, args, words] of refused) {
    test(what, async () => {
      const call = readCall(args, { environment: {}, readInput: async () => '' });
      await assert.rejects(call, (error: Error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, words);
        assert.doesNotMatch(error.message, /hunter2|\n/);
        return true;
      });
    });
  }

  test('the cookie may come from the standard input or the environment', async () => {
    const read = async (args: readonly string[], environment: Record<string, string>) => {
      const call = await readCall(['doctor', 'https://a.example', ...args], {
        environment,
        readInput: async () => 'Cookie: a=from-input\n',
      });
      assert.ok(typeof call === 'object');
      return call;
    };
    assert.equal((await read(['--cookie=-'], {})).cookie, 'a=from-input');
    const { cookie, headers } = await read([], {
      PORTAL_DOCTOR_COOKIE: 'a=1',
      PORTAL_DOCTOR_HEADERS: 'Authorization: Bearer 1\nX-CSRF-Token: 2',
    });
    assert.equal(cookie, 'a=1');
    assert.deepEqual(headers, { authorization: 'Bearer 1', 'x-csrf-token': '2' });
  });
});
