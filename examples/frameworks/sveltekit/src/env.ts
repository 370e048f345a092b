import { defineEnvVars } from '@sveltejs/kit/env';
import { building } from '$app/env';

/** The build works without the variables, but the server does not start. */
function required(value: string | undefined): string {
  if (!value && !building) throw new Error('Set this environment variable.');
  return value ?? '';
}

export const variables = defineEnvVars({
  SCALEKIT_ENVIRONMENT_URL: { schema: required },
  SCALEKIT_CLIENT_ID: { schema: required },
  SCALEKIT_CLIENT_SECRET: { schema: required },
  SCALEKIT_ORGANIZATION_ID: { schema: required },
  SESSION_SECRET: { schema: required },
});
