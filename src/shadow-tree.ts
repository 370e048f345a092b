/** Makes the elements of a shadow tree and renews them. It knows the DOM, and nothing of portals. */

/** Returns a new element with these properties and these children. */
export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: object,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/**
 * Makes what is in `parent` look like `fresh`, and leaves alone what does so already: a button keeps the focus, and no
 * screen reader says a word twice. Listeners are not compared.
 */
export const renew = (parent: Node, fresh: readonly ChildNode[]): void => {
  const old = [...parent.childNodes];
  fresh.forEach((node, index) => {
    const there = old[index];
    if (!there) parent.appendChild(node);
    else if (there.cloneNode().isEqualNode(node.cloneNode())) renew(there, [...node.childNodes]);
    else there.replaceWith(node);
  });
  for (const node of old.slice(fresh.length)) node.remove();
};
