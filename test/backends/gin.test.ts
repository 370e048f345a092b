/** The Gin backend as it stands, and what Scalekit's Go SDK makes of what Scalekit answers. */
import { testConventions } from './test-conventions.ts';
import { GIN } from './backends.ts';

await testConventions(GIN);
