/**
 * The portal's identity providers, the two SSO protocols, and the fields of each combination. The codes are those of
 * Scalekit's API, because they appear in the messages to the host page. Every field has a plausible example, so that a demo
 * needs no typing. The names are fictional, and the simulator contacts no provider.
 */

export type ProviderCode = 'OKTA' | 'MICROSOFT_AD' | 'GOOGLE' | 'JUMPCLOUD' | 'CUSTOM';
export type Protocol = 'OIDC' | 'SAML';

export interface Provider {
  readonly code: ProviderCode;
  readonly name: string;
  readonly initial: string;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: 'url' | 'text' | 'secret' | 'certificate';
  readonly example: string;
}

export const PROVIDERS: readonly Provider[] = [
  { code: 'OKTA', name: 'Okta', initial: 'O' },
  { code: 'MICROSOFT_AD', name: 'Microsoft Entra ID', initial: 'E' },
  { code: 'GOOGLE', name: 'Google Workspace', initial: 'G' },
  { code: 'JUMPCLOUD', name: 'JumpCloud', initial: 'J' },
  { code: 'CUSTOM', name: 'Custom', initial: 'C' },
];

export const PROTOCOLS: readonly { readonly code: Protocol; readonly name: string; readonly hint: string }[] = [
  { code: 'OIDC', name: 'OpenID Connect', hint: 'Newer, quicker to set up' },
  { code: 'SAML', name: 'SAML 2.0', hint: 'For providers that need it' },
];

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDETCCAfmgAwIBAgIUQ2x1ZWJpcmQgZGVtbyBvbmx5IDAxMA0GCSqGSIb3DQEB
CwUAMBgxFjAUBgNVBAMMDWJsdWViaXJkLWRlbW8wHhcNMjUwMTAxMDAwMDAwWhcN
MzUwMTAxMDAwMDAwWjAYMRYwFAYDVQQDDA1ibHVlYmlyZC1kZW1vMIIBIjANBgkq
-----END CERTIFICATE-----`;

interface Examples {
  readonly issuer: string;
  readonly clientId: string;
  readonly signOnUrl: string;
  readonly entityId: string;
}

const EXAMPLES: Readonly<Record<ProviderCode, Examples>> = {
  OKTA: {
    issuer: 'https://bluebird.okta.example/oauth2/default',
    clientId: '0oa8f2k1x9QpLm4Zt5d7',
    signOnUrl: 'https://bluebird.okta.example/app/exk8f2k1x9/sso/saml',
    entityId: 'http://www.okta.com/exk8f2k1x9',
  },
  MICROSOFT_AD: {
    issuer: 'https://login.microsoftonline.com/6b1d7c52-08a4-4f7e-9c3b-5d2e8f017a94/v2.0',
    clientId: '2f9b41c6-7d53-4e08-a6f1-c04b8e95d327',
    signOnUrl: 'https://login.microsoftonline.com/6b1d7c52-08a4-4f7e-9c3b-5d2e8f017a94/saml2',
    entityId: 'https://sts.windows.net/6b1d7c52-08a4-4f7e-9c3b-5d2e8f017a94/',
  },
  GOOGLE: {
    issuer: 'https://accounts.google.com',
    clientId: '482319507614-bluebird.apps.googleusercontent.com',
    signOnUrl: 'https://accounts.google.com/o/saml2/idp?idpid=C03bb1rd7',
    entityId: 'https://accounts.google.com/o/saml2?idpid=C03bb1rd7',
  },
  JUMPCLOUD: {
    issuer: 'https://oauth.id.jumpcloud.com/',
    clientId: '7c1e40b2-95f8-4d36-8a07-e2b9d56f3184',
    signOnUrl: 'https://sso.jumpcloud.com/saml2/bluebird',
    entityId: 'JumpCloud-bluebird',
  },
  CUSTOM: {
    issuer: 'https://id.bluebird.example/',
    clientId: 'bluebird-portal',
    signOnUrl: 'https://id.bluebird.example/saml/sso',
    entityId: 'https://id.bluebird.example/saml/metadata',
  },
};

export function providerOf(code: ProviderCode): Provider {
  const provider = PROVIDERS.find((candidate) => candidate.code === code);
  if (!provider) throw new Error(`There is no provider ${code}`);
  return provider;
}

export function parseProvider(value: unknown): ProviderCode | null {
  return PROVIDERS.find((provider) => provider.code === value)?.code ?? null;
}

export function parseProtocol(value: unknown): Protocol | null {
  return PROTOCOLS.find((protocol) => protocol.code === value)?.code ?? null;
}

export function fieldsFor(provider: ProviderCode, protocol: Protocol): readonly Field[] {
  const example = EXAMPLES[provider];
  if (protocol === 'OIDC') {
    return [
      {
        name: 'issuer',
        label: 'Issuer URL',
        hint: 'Where the discovery document is found.',
        kind: 'url',
        example: example.issuer,
      },
      {
        name: 'clientId',
        label: 'Client ID',
        hint: 'From the application that you created.',
        kind: 'text',
        example: example.clientId,
      },
      {
        name: 'clientSecret',
        label: 'Client secret',
        hint: 'Stored safely and never shown again.',
        kind: 'secret',
        example: 'demo-client-secret',
      },
    ];
  }
  return [
    {
      name: 'signOnUrl',
      label: 'Sign-on URL',
      hint: 'Where people are sent to sign in.',
      kind: 'url',
      example: example.signOnUrl,
    },
    {
      name: 'entityId',
      label: 'Entity ID',
      hint: 'Also called issuer or audience.',
      kind: 'text',
      example: example.entityId,
    },
    {
      name: 'certificate',
      label: 'Signing certificate',
      hint: 'The X.509 certificate in PEM form.',
      kind: 'certificate',
      example: CERTIFICATE,
    },
  ];
}

/** A connection with the example values. */
export function exampleConnection(
  provider: ProviderCode,
  protocol: Protocol,
): { provider: ProviderCode; protocol: Protocol; fields: Record<string, string> } {
  const fields = fieldsFor(provider, protocol).map(({ name, example }) => [name, example]);
  return { provider, protocol, fields: Object.fromEntries(fields) as Record<string, string> };
}

/** The mistake in a value, as a text for the person who entered it. Null: none. */
export function complaintAbout(field: Field, value: string): string | null {
  if (value === '') return `Enter the ${field.label}.`;
  if (field.kind === 'url' && !(URL.canParse(value) && new URL(value).protocol === 'https:')) {
    return `${field.label} must be a full address that starts with https://.`;
  }
  if (
    field.kind === 'certificate' &&
    !/^-----BEGIN CERTIFICATE-----\s[\s\S]+\s-----END CERTIFICATE-----$/.test(value)
  ) {
    return 'Paste the whole certificate, with its BEGIN and END lines.';
  }
  return null;
}
