/** What a page in Markdown links to, and what can be linked to in it. */

/** A page without its fenced blocks and its code in backticks, which have neither links nor headings. */
const withoutCode = (text: string) =>
  text.replace(/^( *)(`{3,}).*\n[^]*?^\1\2`* *$/gm, '').replace(/`[^`\n]*`/g, 'code');

/** The relative targets of links and pictures. Addresses on the web are not looked up. */
export function linksOf(text: string): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^(?:https?|mailto):/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them: the second of the same words gets a number. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  const headings = text.replace(/^( *)(`{3,}).*\n[^]*?^\1\2`* *$/gm, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}
