/** The Express backend as it stands, and what Scalekit's Node SDK makes of what Scalekit answers. */
import { testConventions } from './test-conventions.ts';
import { EXPRESS } from './backends.ts';

await testConventions(EXPRESS);
