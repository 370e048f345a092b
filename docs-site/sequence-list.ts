/** Converts a Mermaid sequence diagram to an ordered HTML list. */

const PARTICIPANT = /^participant (\w+) as (.+)$/;
const NOTE = /^Note (?:over|left of|right of) [\w, ]+: *(.+)$/;
const MESSAGE = /^(\w+) *-{1,2}>>? *(\w+): *(.+)$/;

/** Throws for unknown syntax, so that no step of a diagram gets lost. */
export function sequenceList(diagram: string, escape: (text: string) => string, page: string): string {
  const [kind, ...lines] = diagram
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (kind !== 'sequenceDiagram') throw new Error(`${page}: the site cannot show a diagram of the kind ${kind}.`);
  const names = new Map<string, string>();
  const nameOf = (id: string) => `<b>${escape(names.get(id) ?? id)}</b>`;
  const items: string[] = [];
  for (const line of lines) {
    const [participant, note, message] = [PARTICIPANT, NOTE, MESSAGE].map((pattern) => pattern.exec(line));
    if (participant) names.set(participant[1]!, participant[2]!);
    else if (note) items.push(`<li class="note">${escape(note[1]!)}</li>`);
    else if (message) {
      const [, from = '', to = '', words = ''] = message;
      const who = from === to ? nameOf(from) : `${nameOf(from)} → ${nameOf(to)}`;
      items.push(`<li>${who}: ${escape(words)}</li>`);
    } else throw new Error(`${page}: the site cannot show this line of a diagram: ${line}`);
  }
  return `<ol class="sequence" v-pre>${items.join('')}</ol>\n`;
}
