/** The part of the quickstart that needs no account, as its files and commands: from an empty folder to a tested portal. */
import { readFile } from 'node:fs/promises';
import { page } from './readme-code.ts';

/** What follows needs an environment of Scalekit's, which no test has. */
const END = '\n## Connect your Scalekit environment';

export async function quickstartRecipe() {
  const quickstart = await readFile(page('docs/quickstart.md'), 'utf8');
  const text = quickstart.slice(0, quickstart.indexOf(END));
  const files = [...text.matchAll(/^`([\w.]+)`[^`\n]*:\n\n```\w+\n([^]*?)^```$/gm)].map(
    ([, name = '', code = '']) => [name, code] as const,
  );
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = '']) => command.trim());
  return { text, files, commands };
}
