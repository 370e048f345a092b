/** Finds which declaration of a source file a place in it belongs to: a function, a constant, a member of a class. */
import ts from 'typescript';

interface Declaration {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Whatever is worth a line of its own: top-level statements, taken apart where they are long by nature. */
function partsOf(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  return [statement];
}

/** A class, and an object that is made in one expression, hold their code in members. */
function membersOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isClassLike(node)) return node.members;
  const value = ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node) ? node.initializer : undefined;
  if (!value) return [];
  if (ts.isClassExpression(value)) return value.members;
  const object = ts.isNewExpression(value) ? value.arguments?.[0] : value;
  return object && ts.isObjectLiteralExpression(object) ? object.properties : [];
}

function nameOf(node: ts.Node, file: ts.SourceFile): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const named = (node as { name?: ts.Node }).name;
  return named ? named.getText(file) : (/^\w+/.exec(node.getText(file))?.[0] ?? 'code');
}

export class Declarations {
  private readonly file: ts.SourceFile;
  /** Inner ones after the outer ones that hold them. */
  private readonly found: Declaration[] = [];

  constructor(path: string, text: string) {
    this.file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const statement of this.file.statements) for (const part of partsOf(statement)) this.add(part, '');
  }

  /** Undefined for what is in none: imports, a licence. */
  at(line: number, column: number): string | undefined {
    const starts = this.file.getLineStarts();
    const position = (starts[line] ?? 0) + column;
    return this.found.findLast(({ from, to }) => from <= position && position < to)?.name;
  }

  private add(node: ts.Node, prefix: string): void {
    const name = `${prefix}${nameOf(node, this.file)}`;
    this.found.push({ name, from: node.getStart(this.file), to: node.end });
    for (const member of membersOf(node)) this.add(member, `${name}.`);
  }
}
