// Renames the private members of each class, beginning with the shortest name. terser shortens them too, but never uses a name
// twice in the file. Using the same few names in every class is shorter and compresses better.
import MagicString from 'magic-string';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const isClass = ({ type }) => type === 'ClassDeclaration' || type === 'ClassExpression';

const childrenOf = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string');

/** The private names in a node, each with its occurrences. */
function namesIn(node, found = new Map()) {
  if (node.type === 'PrivateIdentifier') found.set(node.name, [...(found.get(node.name) ?? []), node]);
  for (const child of childrenOf(node)) namesIn(child, found);
  return found;
}

/** The outermost classes in a node. */
const classesIn = (node) => (isClass(node) ? [node] : childrenOf(node).flatMap(classesIn));

export const shortPrivateNames = () => ({
  name: 'short-private-names',
  renderChunk(code) {
    const text = new MagicString(code);
    for (const found of classesIn(this.parse(code)).map((node) => namesIn(node).values())) {
      const names = [...found].sort((one, other) => other.length - one.length);
      if (names.length > LETTERS.length) this.error(`a class has more than ${LETTERS.length} private names`);
      for (const [index, places] of names.entries()) {
        for (const { start, end } of places) text.update(start, end, `#${LETTERS[index]}`);
      }
    }
    return { code: text.toString(), map: text.generateMap({ hires: true }) };
  },
});
