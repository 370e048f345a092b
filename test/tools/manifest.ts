/**
 * Finds mistakes in the descriptions of the element that tools read: the manifest, and the files for VS Code and JetBrains.
 * Compares them with the built class and with the types of the events.
 */
import ts from 'typescript';

const TAG = 'scalekit-admin-portal';

interface Described {
  name: string;
  description?: string;
}

interface TypeText {
  text: string;
  references?: { name: string; module: string }[];
}

interface Member extends Described {
  kind: 'field' | 'method';
  attribute?: string;
  reflects?: boolean;
  default?: string;
  type?: TypeText;
  static?: boolean;
  readonly?: boolean;
  parameters?: { name: string }[];
}

interface Attribute extends Described {
  fieldName: string;
  default?: string;
  type: TypeText;
}

interface Declaration extends Described {
  tagName?: string;
  typeDefinitionPath: string;
  attributes: Attribute[];
  members: Member[];
  events: (Described & { type: TypeText })[];
  slots: Described[];
  cssParts: Described[];
  cssProperties: Described[];
  cssStates: Described[];
}

export interface Manifest {
  modules: { path: string; declarations: Declaration[]; exports: { declaration: { module: string } }[] }[];
}

export interface VsCodeData {
  tags: (Described & { attributes: (Described & { values: { name: string }[] })[] })[];
}

export interface WebTypes {
  name: string;
  version: string;
  contributions: {
    html: {
      elements: (Described & {
        attributes: Described[];
        slots: Described[];
        js: { properties: Described[]; events: Described[] };
      })[];
    };
    css: { 'pseudo-elements': Described[] };
  };
}

/** Names that the element really has. */
export interface Facts {
  attributes: string[];
  members: string[];
  /** Properties that reflect to their attribute. */
  reflecting: string[];
  events: string[];
  states: string[];
}

/** The part of a Lit class that is read here. */
interface ElementClass {
  prototype: object;
  observedAttributes: string[];
  elementProperties: Map<PropertyKey, { reflect?: boolean }>;
}

const namesOf = (described: readonly { name: string }[]) => described.map(({ name }) => name);

/** Names that only one of the two lists has, and names that are described twice. */
function differences(what: string, described: readonly string[], real: readonly string[]): string[] {
  return [
    ...described.filter((name) => !real.includes(name)).map((name) => `${what} "${name}" does not exist`),
    ...real.filter((name) => !described.includes(name)).map((name) => `${what} "${name}" is missing`),
    ...described.filter((name, index) => described.indexOf(name) < index).map((name) => `${what} "${name}" is twice`),
  ];
}

/** The members of the event map and of the union of states, from their source. */
function readTypes(source: string): { events: string[]; states: string[] } {
  const file = ts.createSourceFile('portal-events.ts', source, ts.ScriptTarget.Latest, true);
  const find = <T extends ts.Statement>(isKind: (node: ts.Node) => node is T, name: string): T => {
    const found = file.statements
      .filter(isKind)
      .find((node) => 'name' in node && (node.name as ts.Identifier).text === name);
    if (!found) throw new Error(`the source has no ${name}`);
    return found;
  };
  const { type } = find(ts.isTypeAliasDeclaration, 'PortalState');
  const states = ts.isUnionTypeNode(type) ? type.types : [type];
  return {
    events: find(ts.isInterfaceDeclaration, 'PortalEventMap').members.map(
      ({ name }) => (name as ts.StringLiteral).text,
    ),
    states: states.map((state) => state.getText().replaceAll("'", '')),
  };
}

/** All that a page can use: what the built class and its base class, which declares the properties, add to Lit, without callbacks. */
export function readFacts(elementClass: ElementClass, eventTypes: string): Facts {
  // Lit creates the accessors of the properties when the attributes are read.
  const attributes = elementClass.observedAttributes;
  const ofProperties = Object.getPrototypeOf(elementClass.prototype) as object;
  const inherited = Object.getPrototypeOf(ofProperties) as object;
  const members = [elementClass.prototype, ofProperties]
    .flatMap((own) => Object.getOwnPropertyNames(own))
    .filter((name) => !(name in inherited) && !name.endsWith('Callback'));
  const properties = [...elementClass.elementProperties];
  const reflecting = properties.filter(([, { reflect }]) => reflect).map(([name]) => String(name));
  const ofClass = Object.entries(Object.getOwnPropertyDescriptors(elementClass))
    .filter(([, { value }]) => typeof value === 'function')
    .map(([name]) => name);
  return { attributes, members: [...members, ...ofClass], reflecting, ...readTypes(eventTypes) };
}

/** The element's part of the manifest. */
export function findDeclaration({ modules }: Manifest): Declaration {
  const found = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === TAG);
  if (!found) throw new Error(`the manifest has no ${TAG}`);
  return found;
}

export function manifestProblems(manifest: Manifest, facts: Facts): string[] {
  const declaration = findDeclaration(manifest);
  const { attributes, members, events, slots, cssParts, cssStates } = declaration;
  const lists = { attributes, members, events, slots, cssParts, cssStates };
  const undescribed = Object.entries({ class: [declaration], ...lists }).flatMap(([list, described]) =>
    described
      .filter(({ description }) => !description?.trim())
      .map(({ name }) => `${list}: "${name}" has no description`),
  );
  return [
    ...undescribed,
    ...differences('attribute', namesOf(attributes), facts.attributes),
    ...differences('member', namesOf(members), facts.members),
    ...differences('reflecting property', namesOf(members.filter(({ reflects }) => reflects)), facts.reflecting),
    ...differences('event', namesOf(events), facts.events),
    ...differences('state', namesOf(cssStates), facts.states),
    ...differences(
      'attribute of a property',
      members.flatMap(({ attribute }) => attribute ?? []),
      namesOf(attributes),
    ),
  ];
}

/** All files that the manifest points to. */
export function namedFiles(manifest: Manifest): string[] {
  const { members, events, typeDefinitionPath } = findDeclaration(manifest);
  const references = [...members, ...events].flatMap(({ type }) => type?.references ?? []);
  return [
    ...manifest.modules.flatMap(({ path, exports }) => [path, ...exports.map(({ declaration }) => declaration.module)]),
    typeDefinitionPath,
    ...references.map(({ module }) => module),
  ];
}

export function vsCodeProblems(data: VsCodeData, { attributes }: Declaration): string[] {
  const tag = data.tags.find(({ name }) => name === TAG);
  if (!tag?.description) return [`VS Code: ${TAG} is not described`];
  return differences('VS Code: attribute', namesOf(tag.attributes), namesOf(attributes));
}

export function webTypesProblems({ contributions: { html, css } }: WebTypes, declaration: Declaration): string[] {
  const element = html.elements.find(({ name }) => name === TAG);
  if (!element?.description) return [`JetBrains: ${TAG} is not described`];
  const { attributes, members, events, slots, cssParts } = declaration;
  const { js } = element;
  const properties = members.filter(({ kind }) => kind === 'field');
  const parts = cssParts.map(({ name }) => `part(${name})`);
  return [
    ...differences('JetBrains: attribute', namesOf(element.attributes), namesOf(attributes)),
    ...differences('JetBrains: property', namesOf(js.properties), namesOf(properties)),
    ...differences('JetBrains: event', namesOf(js.events), namesOf(events)),
    ...differences('JetBrains: slot', namesOf(element.slots), namesOf(slots)),
    ...differences('JetBrains: part', namesOf(css['pseudo-elements']), parts),
  ];
}
