/** Finds the declaration at a position in a source file: a function, a constant, a member of a class. */
import ts from 'typescript';

interface Declaration {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The parts with separate lines in the table: top-level statements, and each variable of a variable statement. */
function partsOf(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  return [statement];
}

/** The members of a class or an object literal, which contain its code. */
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
  /** Inner declarations come after the outer ones. */
  private readonly found: Declaration[] = [];

  constructor(path: string, text: string) {
    this.file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const statement of this.file.statements) for (const part of partsOf(statement)) this.add(part, '');
  }

  /** Undefined outside of any declaration: imports, a licence. */
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
