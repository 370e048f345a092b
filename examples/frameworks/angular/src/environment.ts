/** Called when a value is needed, and not before: the build has none of them. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set the environment variable ${name}.`);
  return value;
}
