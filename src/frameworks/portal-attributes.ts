/**
 * The attributes and properties that a template may set on the tag. They derive from the element class, so the frameworks'
 * types are always up to date. Read-only properties are left out.
 */
import type { ScalekitAdminPortalElement } from '../scalekit-admin-portal-element.js';

type Settable = Pick<ScalekitAdminPortalElement, keyof typeof ScalekitAdminPortalElement.properties>;

/** A template may write a number as text, as HTML does. */
type Written<Value> = Value extends number ? Value | `${number}` : Value;

/** `frameTitle` becomes `frame-title`. */
type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** Functions and objects have no attribute, because an attribute is text. */
type TextOnly<Name extends keyof Settable> =
  NonNullable<Settable[Name]> extends string | number | boolean ? Name : never;

/** Every settable property, by its own name. A name of one word is also the name of the attribute. */
export type PortalProperties = { [Name in keyof Settable]?: Written<Settable[Name]> | undefined };

/** The attributes that can be written in HTML, by their names. */
export type PortalAttributesOnly = {
  [Name in keyof Settable as KebabCase<TextOnly<Name>>]?: Written<Settable[Name]> | undefined;
};

/** The properties, and the attributes whose names have more than one word. */
export type PortalAttributes = PortalProperties & PortalAttributesOnly;
