// Writes the metadata of the element for tools into dist: the manifest from the class's docstrings, and the editor data for VS
// Code and JetBrains that derive from it. The analyzer only reads syntax, so the TypeScript compiler adds the rest: the
// attributes from the map of properties, the events from the event map.
// This is a script and not a configuration for the analyzer's command: if that command cannot load its configuration, it exits
// with 0 and writes into package.json.
import { readFile, writeFile } from 'node:fs/promises';
import { create, ts as analyzerTs } from '@custom-elements-manifest/analyzer';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import ts from 'typescript';

/** The name of the tag and of the package. */
const NAME = 'scalekit-admin-portal';
const CLASS_FILE = 'src/scalekit-admin-portal-element.ts';
/** The base class, which declares the properties. The manifest shows both as one class. */
const PROPERTIES_FILE = 'src/portal-properties.ts';
const DEFINITION_FILE = 'src/define.ts';
const EVENTS_FILE = 'src/portal-events.ts';
const OUT = 'dist';

/** The published file of a source file. */
const published = (file, extension = '.js') => file.replace(/^\/?src\/(.+)\.[jt]s$/, `${OUT}/$1${extension}`);

/** Joins the lines of a docstring: an editor's panel breaks them itself. */
const unwrap = (text) => text.replace(/\s*\n\s*/g, ' ').trim();

const findIn = (file, isWanted) => file.statements.find(isWanted);

/** The syntax trees of the source, and the type checker. */
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
  throw new Error(`The manifest cannot be written: ${problem}`);
}

/** The package's own types in the text of a type, and where tools find them. */
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

/** The type of the attribute's value. Without null, which means no attribute, and with type aliases expanded. */
function attributeType(member, checker) {
  const { InTypeAlias, NoTruncation, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(member));
  return checker.typeToString(type, undefined, InTypeAlias | NoTruncation | UseSingleQuotesForStringLiteralType);
}

/** Lit's options for a property: an object literal, or a constant with one. */
function propertyOptions(expression, checker) {
  if (ts.isIdentifier(expression)) {
    return propertyOptions(
      checker.getSymbolAtLocation(expression)?.valueDeclaration?.initializer ?? expression,
      checker,
    );
  }
  if (!ts.isObjectLiteralExpression(expression)) reject(`${expression.getText()} is not an object of property options`);
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

/** The value of a constant: editors show 20000, not the constant's name. */
function resolveConstant(value, checker) {
  if (!value || !ts.isIdentifier(value)) return value;
  return checker.getSymbolAtLocation(value)?.valueDeclaration?.initializer ?? value;
}

/** Lit's properties, each with its attribute, its options and its default. */
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
    // For a number, `text` has no separators, unlike the source.
    if (value) field.default = ts.isNumericLiteral(value) ? value.text : value.getText();
    if (attribute === false) continue;
    field.attribute = attribute;
    if (reflect) field.reflects = true;
    declaration.attributes.push({
      name: attribute,
      type: { text: attributeType(member, checker) },
      description: field.description,
      // The default of an attribute is its text. The default of a property is code.
      ...(value && ts.isLiteralExpression(value) && { default: value.text }),
      fieldName: name,
    });
  }
}

/** Every event of the map. The class's docstring, where it describes an event, has more detail than the map. */
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

/** Whether a page may use a member. Overrides of Lit's members are left out, and so are callbacks, which only the browser calls. */
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

/** The manifest as the editors' generators need it: both write texts into Markdown without escaping. */
function forEditors(manifest) {
  const copy = JSON.parse(JSON.stringify(manifest));
  for (const declaration of copy.modules.flatMap(({ declarations }) => declarations)) {
    // The generator for VS Code puts a rule below the description. Without an empty line, Markdown reads that as a heading.
    declaration.description += '\n';
    // `Promise<void>` would be read as a tag.
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
  // Pages import the package's root, which registers the tag.
  'web-types.json': JSON.parse(getWebTypesData(described, { modulePathTemplate: () => NAME })),
};
for (const [name, data] of Object.entries(files))
  await writeFile(`${OUT}/${name}`, `${JSON.stringify(data, null, 2)}\n`);
