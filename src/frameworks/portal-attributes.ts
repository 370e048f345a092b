/**
 * What a template may set on the tag, derived from the element class, so that no framework's types can fall behind it.
 * Read-only properties are not among them.
 */
import type { ScalekitAdminPortalElement } from '../scalekit-admin-portal-element.js';

type Settable = Pick<ScalekitAdminPortalElement, keyof typeof ScalekitAdminPortalElement.properties>;

/** A template may write a number as text, as HTML does. */
type Written<Value> = Value extends number ? Value | `${number}` : Value;

/** `frameTitle` becomes `frame-title`. */
type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** Functions and objects have no attribute: text cannot hold them. */
type TextOnly<Name extends keyof Settable> =
  NonNullable<Settable[Name]> extends string | number | boolean ? Name : never;

/** Every settable property, by its own name. One-word names are the attributes' names too. */
export type PortalProperties = { [Name in keyof Settable]?: Written<Settable[Name]> | undefined };

/** What can be written in HTML, by the attributes' names. */
export type PortalAttributesOnly = {
  [Name in keyof Settable as KebabCase<TextOnly<Name>>]?: Written<Settable[Name]> | undefined;
};

/** The properties, and beside them the attributes that have more than one word. */
export type PortalAttributes = PortalProperties & PortalAttributesOnly;
