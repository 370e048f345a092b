/** The parts of a page's HTML that matter for the portal, as a browser's parser sees them. */
import { defaultTreeAdapter, html as standard, parse, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;

export const TAG = 'scalekit-admin-portal';

export interface Markup {
  readonly attributes: ReadonlyMap<string, string>;
  /** Line number in the HTML, from 1. */
  readonly line: number;
  /** The content of a script element. */
  readonly text: string;
}

export interface PortalTag extends Markup {
  /** Written `<… />`, which HTML treats as a start tag. */
  readonly isSelfClosed: boolean;
  readonly hasEndTag: boolean;
}

export interface PageDocument {
  readonly isQuirky: boolean;
  readonly base: string | null;
  /** The policies in `<meta http-equiv="Content-Security-Policy">`. */
  readonly metaPolicies: readonly string[];
  readonly tags: readonly PortalTag[];
  /** Tags inside `<template>`. They have no effect until a script clones them. */
  readonly tagsInTemplates: number;
  /** Elements with a similar name. */
  readonly lookalikes: readonly string[];
  readonly scripts: readonly Markup[];
  readonly frames: readonly Markup[];
}

interface Found {
  tags: PortalTag[];
  scripts: Markup[];
  frames: Markup[];
  metaPolicies: string[];
  lookalikes: Set<string>;
  base: string | null;
  tagsInTemplates: number;
}

export function readDocument(html: string): PageDocument {
  const document = parse(html, { sourceCodeLocationInfo: true });
  const found: Found = {
    ...{ tags: [], scripts: [], frames: [], metaPolicies: [] },
    ...{ lookalikes: new Set<string>(), base: null, tagsInTemplates: 0 },
  };
  walk(document, html, found);
  return { ...found, lookalikes: [...found.lookalikes], isQuirky: document.mode === standard.DOCUMENT_MODE.QUIRKS };
}

/** Uses an explicit stack: a page may be nested too deep for recursion. */
function walk(root: ParentNode, html: string, found: Found): void {
  const open: ParentNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.childNodes.toReversed()) {
      if (defaultTreeAdapter.isElementNode(child)) open.push(child);
    }
    if ('tagName' in node) note(node, html, found, open);
  }
}

function note(element: Element, html: string, found: Found, open: ParentNode[]): void {
  const markup = markupOf(element);
  switch (element.tagName) {
    case TAG:
      found.tags.push({ ...markup, ...tagEnds(element, html) });
      break;
    case 'script':
      found.scripts.push(markup);
      break;
    case 'iframe':
      found.frames.push(markup);
      break;
    case 'base':
      found.base ??= markup.attributes.get('href') ?? null;
      break;
    case 'meta':
      if (isPolicy(element, markup)) found.metaPolicies.push(markup.attributes.get('content') ?? '');
      break;
    case 'template':
      noteTemplate(element as DefaultTreeAdapterTypes.Template, html, found, open);
      break;
    default:
      if (/^(scale-?kit|sk)-[\w-]*portal[\w-]*$/.test(element.tagName)) found.lookalikes.add(element.tagName);
  }
}

/** A declarative shadow root is a part of the page. Any other template is not. */
function noteTemplate(element: DefaultTreeAdapterTypes.Template, html: string, found: Found, open: ParentNode[]): void {
  const content = defaultTreeAdapter.getTemplateContent(element);
  if (markupOf(element).attributes.has('shadowrootmode')) {
    open.push(content);
    return;
  }
  const inside = { ...found, tags: [], scripts: [], frames: [], metaPolicies: [] } as Found;
  walk(content, html, inside);
  found.tagsInTemplates += inside.tags.length;
}

function markupOf(element: Element): Markup {
  const [text] = element.childNodes;
  return {
    attributes: new Map(element.attrs.map(({ name, value }) => [name, value])),
    line: element.sourceCodeLocation?.startLine ?? 0,
    text: text !== undefined && defaultTreeAdapter.isTextNode(text) ? text.value : '',
  };
}

function tagEnds({ sourceCodeLocation }: Element, html: string): Pick<PortalTag, 'isSelfClosed' | 'hasEndTag'> {
  const start = sourceCodeLocation?.startTag;
  return {
    isSelfClosed: start !== undefined && html.slice(start.startOffset, start.endOffset).endsWith('/>'),
    hasEndTag: sourceCodeLocation?.endTag !== undefined,
  };
}

/** Browsers only read such a policy in the head. */
function isPolicy({ parentNode }: Element, { attributes }: Markup): boolean {
  const isInHead = parentNode !== null && 'tagName' in parentNode && parentNode.tagName === 'head';
  return isInHead && attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy';
}
