/** TLS and gRPC over HTTP/1.1 on the port that serves all the rest, and the certificate that clients have to trust. */

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as post, type IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { get } from 'node:https';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { createClient, type ConnectError } from '@connectrpc/connect';
import { createGrpcTransport, type GrpcTransportOptions } from '@connectrpc/connect-node';
import { ErrorInfoSchema } from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/errdetails/errdetails_pb.js';
import {
  GeneratePortalLinkRequestSchema,
  GeneratePortalLinkResponseSchema,
  OrganizationService,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/organizations/organizations_pb.js';
import type { LinkFailure, Simulator, SimulatorTrust } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { fetchToken, putPortalLink } from './backend.ts';

async function open(test: TestContext): Promise<{ simulator: Simulator; trust: SimulatorTrust; port: number }> {
  const simulator = await startSimulator();
  test.after(() => simulator.close());
  assert.ok(simulator.trust);
  return { simulator, trust: simulator.trust, port: Number(new URL(simulator.url).port) };
}

async function tokenOf(simulator: Simulator): Promise<string> {
  const { access_token: token } = (await (await fetchToken(simulator)).json()) as { access_token: string };
  return token;
}

type Transport = Omit<GrpcTransportOptions, 'baseUrl'> & { baseUrl?: string };

/** What an SDK does, with the transport of another one. */
async function mintOverGrpc(simulator: Simulator, transport: Transport, authorization?: string) {
  const client = createClient(OrganizationService, createGrpcTransport({ baseUrl: simulator.url, ...transport }));
  const headers = { authorization: authorization ?? `Bearer ${await tokenOf(simulator)}` };
  return client.generatePortalLink({ id: simulator.organizationId }, { headers });
}

describe('the certificate of the simulator', () => {
  it('is trusted under each name of this computer, and by nobody who was not told', async (test) => {
    const { trust, port } = await open(test);
    for (const host of ['localhost', '127.0.0.1']) {
      const request = get({ host, port, path: '/magicLink/none', ca: trust.certificate, agent: false });
      const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
      assert.equal(response.statusCode, 410);
      response.resume();
    }
    test.mock.method(console, 'error', () => undefined);
    const [error] = (await once(get({ host: '127.0.0.1', port, agent: false }), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('signs for no other site: it is a leaf', async (test) => {
    const { trust } = await open(test);
    const certificate = new X509Certificate(trust.certificate);
    assert.equal(certificate.ca, false);
    assert.equal(certificate.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    assert.equal(certificate.publicKey.asymmetricKeyType, 'ec');
  });

  it('is another one at each start', async (test) => {
    const [first, second] = [await open(test), await open(test)];
    assert.notEqual(first.trust.certificate, second.trust.certificate);
  });

  it('stands in a file, without its key, until the simulator ends', async () => {
    const simulator = await startSimulator();
    const { certificate, certificateFile } = simulator.trust!;
    const folder = dirname(certificateFile);
    assert.equal(readFileSync(certificateFile, 'utf8'), certificate);
    assert.deepEqual(readdirSync(folder), ['certificate.pem']);
    assert.doesNotMatch(certificate, /PRIVATE/);
    await simulator.close();
    assert.equal(existsSync(folder), false);
  });

  it('comes with what Python and Java need, over HTTP too', async (test) => {
    const { simulator, trust } = await open(test);
    const { certificateFile, python, java } = trust;
    assert.deepEqual(python, { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: certificateFile });
    const store = /-keystore "(.+?)"/.exec(java.command)?.[1];
    assert.ok(java.command.includes(`-file "${certificateFile}"`));
    assert.ok(java.options.includes(`-Djavax.net.ssl.trustStore=${store}`));
    const state = (await (await fetch(`${simulator.url}/simulator`)).json()) as Simulator;
    assert.deepEqual(state.trust, trust);
  });

  it('is named once to whoever watches, when a client refuses it again and again', async (test) => {
    const { port } = await open(test);
    const { promise, resolve } = Promise.withResolvers<string>();
    const said = test.mock.method(console, 'error', (text: string) => resolve(text));
    for (let attempt = 0; attempt < 3; attempt += 1) await once(get({ port, agent: false }), 'error');
    assert.match(await promise, /does not trust the certificate of the simulator\. GET \/simulator lists/);
    assert.equal(said.mock.callCount(), 1);
  });
});

describe('TLS', () => {
  const protocols: [string[], string | false][] = [
    [['h2'], 'h2'],
    [['h2', 'http/1.1'], 'http/1.1'],
    [['http/1.1'], 'http/1.1'],
  ];
  for (const [offered, spoken] of protocols) {
    it(`speaks ${spoken} with a client that offers ${offered.join(' and ')}`, async (test) => {
      const { trust, port } = await open(test);
      const socket = connectTls({ port, host: 'localhost', ca: trust.certificate, ALPNProtocols: offered });
      await once(socket, 'secureConnect');
      assert.equal(socket.alpnProtocol, spoken);
      socket.destroy();
    });
  }

  it('carries gRPC over HTTP/2, and the link is plain HTTP all the same', async (test) => {
    const { simulator, trust, port } = await open(test);
    const nodeOptions = { ca: trust.certificate };
    const answer = await mintOverGrpc(simulator, { baseUrl: `https://127.0.0.1:${port}`, nodeOptions });
    const location = answer.link?.location ?? '';
    assert.ok(location.startsWith(`${simulator.url}/magicLink/`));
    assert.equal((await fetch(location, { redirect: 'manual' })).status, 303);
  });

  it('survives clients that break off, and bytes that only begin like TLS', async (test) => {
    const { simulator, trust, port } = await open(test);
    test.mock.method(console, 'error', () => undefined);
    for (const start of [[0x16], [0x16, 0x03, 0x01, 0xff, 0xff], [0x16, ...Buffer.from('GET / HTTP/1.1\r\n\r\n')]]) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      socket.end(Buffer.from(start));
      await once(socket.resume(), 'close');
    }
    const session = connectHttp2(`https://localhost:${port}`, { ca: trust.certificate });
    await once(session, 'connect');
    session.destroy();
    assert.equal((await fetch(`${simulator.url}/simulator`)).status, 200);
  });
});

describe('gRPC', () => {
  it('is served over HTTP/1.1 too, as the Go SDK speaks it', async (test) => {
    const { simulator } = await open(test);
    const message = toBinary(
      GeneratePortalLinkRequestSchema,
      create(GeneratePortalLinkRequestSchema, { id: simulator.organizationId }),
    );
    const request = post(`${simulator.url}/${OrganizationService.typeName}/GeneratePortalLink`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(simulator)}`,
        'content-type': 'application/grpc+proto',
        te: 'trailers',
      },
    });
    // A message is preceded by one byte of flags and four of its length.
    request.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    assert.equal(response.httpVersion, '1.1');
    assert.equal(response.trailers['grpc-status'], '0');
    const { link } = fromBinary(GeneratePortalLinkResponseSchema, Buffer.concat(parts).subarray(5));
    assert.ok(link?.location.startsWith(`${simulator.url}/magicLink/`));
    assert.equal(simulator.links.length, 1);
  });

  const failures: [LinkFailure, string][] = [
    [401, 'UNAUTHENTICATED'],
    [404, 'NOT_FOUND'],
    [429, 'RATE_LIMITED'],
    [503, 'UNAVAILABLE'],
  ];
  for (const [status, errorCode] of failures) {
    it(`says ${errorCode} in the details of a ${status}, as REST does`, async (test) => {
      const { simulator } = await open(test);
      simulator.failNextLink(status);
      await assert.rejects(mintOverGrpc(simulator, {}), (error: ConnectError) => {
        assert.deepEqual(
          error.findDetails(ErrorInfoSchema).map((detail) => detail.errorCode),
          [errorCode],
        );
        return true;
      });
      simulator.failNextLink(status);
      const response = await putPortalLink(simulator, { token: await tokenOf(simulator) });
      assert.partialDeepStrictEqual(await response.json(), { details: [{ error_code: errorCode }] });
    });
  }

  it('takes the first of two tokens: the Python SDK sends the new one before the old one', async (test) => {
    const { simulator } = await open(test);
    const token = await tokenOf(simulator);
    await mintOverGrpc(simulator, {}, `Bearer ${token}, Bearer of-another-day`);
    await assert.rejects(mintOverGrpc(simulator, {}, `Bearer of-another-day, Bearer ${token}`), /unauthenticated/);
    assert.equal(simulator.links.length, 1);
  });

  it('is reached by an environment URL with a slash at its end, like everything else', async (test) => {
    const { simulator } = await open(test);
    const url = `${simulator.url}/`;
    const response = await fetchToken({ ...simulator, url });
    assert.equal(response.status, 200);
    const answer = await mintOverGrpc({ ...simulator, url: simulator.url }, { baseUrl: url });
    assert.ok(answer.link);
  });
});
