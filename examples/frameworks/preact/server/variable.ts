/** Returns a variable of the environment. @throws if it is not set. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. README.md says what it is.`);
  return value;
}
