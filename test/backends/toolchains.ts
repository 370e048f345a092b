/**
 * What the tests of the backends need besides this package's own modules, and why this machine lacks it: the reason for
 * which they are skipped, by name.
 */

/** Set where everything is required: what is missing fails the tests there. */
const REQUIRED = Boolean(process.env['PORTAL_TEST_REQUIRE_ABILITIES']);

/**
 * The option of a test that needs a toolchain.
 *
 * @throws where everything is required and this is missing.
 */
export function skipIf(missing: string | undefined): { skip: string | undefined } {
  if (REQUIRED && missing !== undefined) {
    throw new Error(`${missing}. Install it, or leave out --require-all-engines.`);
  }
  return { skip: missing };
}
