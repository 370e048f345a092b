/**
 * The simulator's TLS certificate. The Python and the Java SDK always use TLS, even for an `http:` URL, and have no option to
 * switch it off.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Selfsigned from 'selfsigned';
import type { SimulatorTrust } from './simulator-api.ts';

export interface Certificate {
  /** PEM. It stays in memory and is never written to a file. */
  readonly key: string;
  readonly trust: SimulatorTrust;
  /** Removes the files. */
  remove(): void;
}

const HOUR_MS = 60 * 60 * 1000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const TRUST_STORE_PASSWORD = 'changeit';

/** The folders of simulators that are not closed yet. They contain certificates, no keys. */
const folders = new Set<string>();
const removeAll = (): void => folders.forEach(removeFolder);

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeAll);
}

/** Creates a new certificate for each simulator. Null if the package `selfsigned` is not installed. */
export async function makeCertificate(): Promise<Certificate | null> {
  const generate = await findGenerator();
  if (generate === null) return null;
  const now = Date.now();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Simulated Scalekit' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // The clocks of containers and virtual machines differ slightly.
    notBeforeDate: new Date(now - HOUR_MS),
    notAfterDate: new Date(now + YEAR_MS),
    extensions: [
      // Not a certificate authority: a client that trusts it trusts only this simulator, and no site that it could sign for.
      { name: 'basicConstraints', cA: false, critical: true },
      // No `keyUsage`: if it lacked certificate signing, OpenSSL would not accept the certificate as self-signed.
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });

  const folder = mkdtempSync(join(tmpdir(), 'scalekit-portal-simulator-'));
  if (folders.size === 0) process.on('exit', removeAll);
  folders.add(folder);
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, cert);
  return { key, trust: trustIn(cert, certificateFile, join(folder, 'trust.p12')), remove: () => removeFolder(folder) };
}

async function findGenerator(): Promise<typeof Selfsigned.generate | null> {
  try {
    const { generate } = await import('selfsigned');
    return generate;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

function trustIn(certificate: string, certificateFile: string, trustStore: string): SimulatorTrust {
  return {
    certificate,
    certificateFile,
    // https://grpc.github.io/grpc/core/md_doc_environment_variables.html
    python: { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: certificateFile },
    // Java cannot use a PEM file as a trust store. Every JDK includes keytool.
    java: {
      command: `keytool -importcert -noprompt -alias simulator -storepass ${TRUST_STORE_PASSWORD} -file "${certificateFile}" -keystore "${trustStore}"`,
      options: [
        `-Djavax.net.ssl.trustStore=${trustStore}`,
        `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
      ],
    },
  };
}
