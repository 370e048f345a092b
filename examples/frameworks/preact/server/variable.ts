/** Returns a variable of the environment. @throws if it is not set. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set the environment variable ${name}.`);
  return value;
}
