/** The files and commands of the quickstart, up to the part that needs an account. */
import { readFile } from 'node:fs/promises';
import { page } from './readme-code.ts';

/** The part from here on needs a Scalekit environment, which the tests do not have. */
const END = '\n## Connect your Scalekit environment';

export async function quickstartRecipe() {
  const quickstart = await readFile(page('docs/quickstart.md'), 'utf8');
  const text = quickstart.slice(0, quickstart.indexOf(END));
  const files = [...text.matchAll(/^`([\w.]+)`[^\n]*:\n\n```\w+\n([^]*?)^```$/gm)].map(
    ([, name = '', code = '']) => [name, code] as const,
  );
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = '']) => command.trim());
  return { text, files, commands };
}
