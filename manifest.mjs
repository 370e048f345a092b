// Writes what tools know about the element, into dist: the manifest from the class's docstrings, and what VS Code and
// JetBrains make of it. The analyzer reads syntax alone, so the compiler adds what is said in other words or in other
// files: the attributes behind the map of properties, the events of the event map.
// It is a program and no configuration of the analyzer's own command: where that cannot load its configuration, it
// ends with 0 and writes into package.json.
import { readFile, writeFile } from 'node:fs/promises';
import { create, ts as analyzerTs } from '@custom-elements-manifest/analyzer';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import ts from 'typescript';

/** The tag's name and the package's. */
const NAME = 'scalekit-admin-portal';
const CLASS_FILE = 'src/scalekit-admin-portal-element.ts';
/** The class below it, which declares what the page sets. For tools, the two are one. */
const PROPERTIES_FILE = 'src/portal-properties.ts';
const DEFINITION_FILE = 'src/define.ts';
const EVENTS_FILE = 'src/portal-events.ts';
const OUT = 'dist';

/** The file that is published for a source file. */
const published = (file, extension = '.js') => file.replace(/^\/?src\/(.+)\.[jt]s$/, `${OUT}/$1${extension}`);

/** The lines of a docstring are broken for its readers in the source, not for an editor's panel. */
const unwrap = (text) => text.replace(/\s*\n\s*/g, ' ').trim();

const findIn = (file, isWanted) => file.statements.find(isWanted);

/** The source as the compiler sees it. */
function readSource() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => reject(problem.messageText) };
  const { options } = ts.getParsedCommandLineOfConfigFile('tsconfig.json', {}, host);
  const program = ts.createProgram([DEFINITION_FILE], options);
  const classIn = (file) => findIn(program.getSourceFile(file), ts.isClassDeclaration);
  const [elementClass, propertiesClass] = [CLASS_FILE, PROPERTIES_FILE].map(classIn);
  const eventMap = findIn(
    program.getSourceFile(EVENTS_FILE),
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === 'PortalEventMap',
  );
  return { checker: program.getTypeChecker(), elementClass, propertiesClass, eventMap };
}

function reject(problem) {
  throw new Error(`The manifest cannot be made: ${problem}`);
}

/** What a type's text names that is this package's own, and where a tool finds it. */
function references(node, checker) {
  const found = new Map();
  const visit = (child) => {
    if (ts.isTypeReferenceNode(child) && ts.isIdentifier(child.typeName)) {
      const named = checker.getSymbolAtLocation(child.typeName);
      const symbol = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
      const file = symbol?.declarations?.[0]?.getSourceFile();
      const path = file && /\bsrc\/.+\.ts$/.exec(file.fileName)?.[0];
      if (path && !file.isDeclarationFile) {
        found.set(symbol.name, { name: symbol.name, package: NAME, module: published(path) });
      }
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...found.values()];
}

function describeType(node, checker) {
  const own = references(node, checker);
  return { text: unwrap(node.getText()), ...(own.length > 0 && { references: own }) };
}

/** What the attribute's value may be: no null, which is an attribute that is not there, and names spelled out. */
function attributeType(member, checker) {
  const { InTypeAlias, NoTruncation, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(member));
  return checker.typeToString(type, undefined, InTypeAlias | NoTruncation | UseSingleQuotesForStringLiteralType);
}

/** The options that Lit gets for a property: an object, or a constant that is one. */
function propertyOptions(expression, checker) {
  if (ts.isIdentifier(expression)) {
    return propertyOptions(
      checker.getSymbolAtLocation(expression)?.valueDeclaration?.initializer ?? expression,
      checker,
    );
  }
  if (!ts.isObjectLiteralExpression(expression)) reject(`${expression.getText()} is no property's options`);
  const value = (node) =>
    ts.isStringLiteral(node)
      ? node.text
      : node.kind === ts.SyntaxKind.FalseKeyword
        ? false
        : node.kind === ts.SyntaxKind.TrueKeyword;
  return Object.assign(
    {},
    ...expression.properties.map((property) =>
      ts.isSpreadAssignment(property)
        ? propertyOptions(property.expression, checker)
        : { [property.name.text]: value(property.initializer) },
    ),
  );
}

/** The value behind a name: editors show 20000, and not the name of a constant. */
function resolveConstant(value, checker) {
  if (!value || !ts.isIdentifier(value)) return value;
  return checker.getSymbolAtLocation(value)?.valueDeclaration?.initializer ?? value;
}

/** The properties that Lit knows, each with its attribute, its options and its default. */
function readProperties({ propertiesClass, checker }) {
  const byName = (name) => propertiesClass.members.find((member) => member.name?.getText() === name);
  return byName('properties').initializer.properties.map(({ name: { text: name }, initializer }) => {
    const { attribute = name.toLowerCase(), reflect = false } = propertyOptions(initializer, checker);
    const member = byName(name) ?? reject(`"${name}" is not declared`);
    return { name, attribute, reflect, member, value: resolveConstant(member.initializer, checker) };
  });
}

function describeProperties(declaration, source) {
  const { checker } = source;
  declaration.attributes = [];
  for (const { name, attribute, reflect, member, value } of readProperties(source)) {
    const field = declaration.members.find((other) => other.name === name) ?? reject(`"${name}" is not declared`);
    delete field.attribute;
    field.type = member.type ? describeType(member.type, checker) : { text: attributeType(member, checker) };
    // The compiler's own text of a number is without the separators of the source.
    if (value) field.default = ts.isNumericLiteral(value) ? value.text : value.getText();
    if (attribute === false) continue;
    field.attribute = attribute;
    if (reflect) field.reflects = true;
    declaration.attributes.push({
      name: attribute,
      type: { text: attributeType(member, checker) },
      description: field.description,
      // An attribute's default is the text that it would have; a property's is code.
      ...(value && ts.isLiteralExpression(value) && { default: value.text }),
      fieldName: name,
    });
  }
}

/** Every event of the map. What the class's own docstring says about one goes further than the map's line. */
function describeEvents(declaration, { eventMap, checker }) {
  const documented = new Map(declaration.events?.map((event) => [event.name, event.description]));
  declaration.events = eventMap.members.map((member) => {
    const name = member.name.text;
    const symbol = checker.getSymbolAtLocation(member.name);
    const description = documented.get(name) ?? ts.displayPartsToString(symbol.getDocumentationComment(checker));
    documented.delete(name);
    return { name, type: describeType(member.type, checker), description: unwrap(description) };
  });
  if (documented.size > 0) reject(`PortalEventMap lacks ${[...documented.keys()].join(', ')}`);
}

/** What the page may use: nothing that overrides Lit's, and no callback, which is public for the browser alone. */
function isPublic({ name, privacy = 'public' }, { elementClass, propertiesClass }) {
  const overrides = [...elementClass.members, ...propertiesClass.members].some(
    (member) =>
      member.name?.getText() === name && member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword),
  );
  return privacy === 'public' && !overrides && !/^[#_]|Callback$/.test(name);
}

function describeElement(manifest) {
  const source = readSource();
  manifest.readme = 'README.md';
  for (const module of manifest.modules) {
    module.path = published(module.path);
    for (const { declaration } of module.exports) declaration.module = published(declaration.module);
  }
  const declaration = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === NAME);
  if (!declaration) reject(`no class is registered as ${NAME}`);
  manifest.modules = manifest.modules.filter(({ path }) => path !== published(PROPERTIES_FILE));
  for (const member of declaration.members) delete member.inheritedFrom;
  declaration.typeDefinitionPath = published(CLASS_FILE, '.d.ts');
  declaration.members = declaration.members.filter((member) => isPublic(member, source));
  describeProperties(declaration, source);
  describeEvents(declaration, source);
  for (const getter of source.elementClass.members.filter(ts.isGetAccessor)) {
    const field = declaration.members.find(({ name }) => name === getter.name.text);
    if (field) field.type = describeType(getter.type, source.checker);
  }
  for (const described of [declaration, ...Object.values(declaration).filter(Array.isArray).flat()]) {
    if (described.description) described.description = unwrap(described.description);
  }
}

/** The manifest as the editors' generators need it: both write text into Markdown as it is. */
function forEditors(manifest) {
  const copy = JSON.parse(JSON.stringify(manifest));
  for (const declaration of copy.modules.flatMap(({ declarations }) => declarations)) {
    // VS Code's draws a rule under the description, which without an empty line makes a heading of it.
    declaration.description += '\n';
    // `Promise<void>` would be taken for a tag.
    for (const member of declaration.members) delete member.return;
  }
  return copy;
}

const modules = await Promise.all(
  [PROPERTIES_FILE, CLASS_FILE, DEFINITION_FILE].map(async (file) =>
    analyzerTs.createSourceFile(file, await readFile(file, 'utf8'), analyzerTs.ScriptTarget.Latest, true),
  ),
);
const manifest = create({ modules });
describeElement(manifest);
const described = forEditors(manifest);
const files = {
  'custom-elements.json': manifest,
  'vscode.html-custom-data.json': JSON.parse(getVsCodeHtmlCustomData(described, {})),
  // The package's root registers the tag: that is what a page imports.
  'web-types.json': JSON.parse(getWebTypesData(described, { modulePathTemplate: () => NAME })),
};
for (const [name, data] of Object.entries(files))
  await writeFile(`${OUT}/${name}`, `${JSON.stringify(data, null, 2)}\n`);
