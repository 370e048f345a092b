/** Reads a variable when it is needed, because the build has no variables. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set the environment variable ${name}.`);
  return value;
}
