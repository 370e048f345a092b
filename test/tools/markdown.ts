/** The links and the anchors of a page in Markdown. */

const withoutBlocks = (text: string) => text.replace(/^( *)(`{3,}).*\n[^]*?^\1\2`* *$/gm, '');

/** The relative targets of links and pictures, without addresses on the web. */
export function linksOf(text: string): string[] {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, 'code');
  const targets = [...prose.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^(?:https?|mailto):/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them: the second heading with the same words gets a number. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  const headings = withoutBlocks(text).matchAll(/^#+ (.+)$/gm);
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
