/** The files and commands of the quickstart, up to the part that needs an account. */
import { readFile } from 'node:fs/promises';
import { page } from './readme-code.ts';
import { commandsOf, filesOf } from './recipe.ts';

/** The part from here on needs a Scalekit environment, which the tests do not have. */
const END = '\n## Connect your Scalekit environment';

export async function quickstartRecipe() {
  const quickstart = await readFile(page('docs/quickstart.md'), 'utf8');
  const text = quickstart.slice(0, quickstart.indexOf(END));
  return { text, files: filesOf(text), commands: commandsOf(text) };
}
