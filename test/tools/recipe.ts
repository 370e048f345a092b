/** The files and the commands of a Markdown text that readers follow step by step. */

/** The code below each line that begins with the path of a file and ends with a colon. */
export function filesOf(text: string): (readonly [name: string, code: string])[] {
  return [...text.matchAll(/^`([\w./]+)`[^\n]*:\n\n```\w+\n([^]*?)^```$/gm)].map(
    ([, name = '', code = '']) => [name, code] as const,
  );
}

export function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = '']) => command.trim());
}
