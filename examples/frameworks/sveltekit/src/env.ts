import { defineEnvVars } from '@sveltejs/kit/env';

/** Read when the server starts, not by the build. */
export const variables = defineEnvVars({
  SCALEKIT_ENVIRONMENT_URL: {},
  SCALEKIT_CLIENT_ID: {},
  SCALEKIT_CLIENT_SECRET: {},
  SCALEKIT_ORGANIZATION_ID: {},
  SESSION_SECRET: {},
});
