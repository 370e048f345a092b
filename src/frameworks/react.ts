/**
 * For React 18 and 19: the component, and the types of the bare tag in JSX. Registers the element in browsers. The build adds
 * `'use client'` (`rollup.config.mjs`), because Rollup drops the directives of modules.
 */
import {
  createElement,
  forwardRef,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type DetailedHTMLProps,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import type * as React from 'react';
import { ScalekitAdminPortalElement, type PortalEventMap } from '../index.js';
import type { PortalAttributes, PortalAttributesOnly, PortalProperties } from './portal-attributes.js';
import type { HandlerName, PortalHandlers, PortalListeners } from './portal-listeners.js';

/** The prop of each event. */
const EVENTS = {
  onPortalStateChange: 'portal-state-change',
  onPortalMessage: 'portal-message',
  onPortalRefresh: 'portal-refresh',
  onPortalError: 'portal-error',
  onPortalReturn: 'portal-return',
  onPortalLoadSuccess: 'portal-load-success',
  onPortalLoadFailure: 'portal-load-failure',
  onPortalSessionWarning: 'portal-session-warning',
  onPortalSessionExpiry: 'portal-session-expiry',
  onOrganizationSsoEnabled: 'organization-sso-enabled',
  onOrganizationSsoDisabled: 'organization-sso-disabled',
  onOrganizationDirectoryEnabled: 'organization-directory-enabled',
  onOrganizationDirectoryDisabled: 'organization-directory-disabled',
  onSsoConfigured: 'sso-configured',
  onScimConfigured: 'scim-configured',
  onSessionExpired: 'session-expired',
  onSsoEnabled: 'sso-enabled',
  onSsoDisabled: 'sso-disabled',
} satisfies { [Name in keyof PortalEventMap as HandlerName<Name>]: Name };
const PROP_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(EVENTS).map(([prop, type]) => [type, prop]),
);

/** CSS pixels. The minimum height of the frame. */
const MIN_HEIGHT = 600;

type Properties = Omit<PortalProperties, 'deferHydration'>;

/**
 * The props of `ScalekitAdminPortal`: every property of the element in camelCase, a handler for every event, and React's props
 * for any HTML element. Children with a `slot` go into the element's slots; others show until the portal shows.
 */
export type ScalekitAdminPortalComponentProps = Omit<
  HTMLAttributes<ScalekitAdminPortalElement>,
  keyof PortalProperties
> &
  Properties &
  PortalHandlers & {
    /**
     * Whether server-rendered HTML reserves the portal's height with a `style` attribute until the browser has the script.
     * Set it to false if the page's policy forbids such attributes (`style-src` without `'unsafe-inline'`). Default: true.
     */
    reserveHeight?: boolean | undefined;
  };

type Values = Readonly<Record<string, unknown>>;
type Handlers = Readonly<Record<string, ((event: Event) => unknown) | undefined>>;

/** Splits the props into the element's properties, its event handlers, and React's own props. */
function sortProps(props: Values): { properties: Values; handlers: Handlers; others: Values } {
  const kindOf = (name: string) =>
    name in ScalekitAdminPortalElement.properties ? 'properties' : name in EVENTS ? 'handlers' : 'others';
  const sorted = { properties: {}, handlers: {}, others: {} };
  for (const [name, value] of Object.entries(props)) Object.assign(sorted[kindOf(name)], { [name]: value });
  return sorted;
}

/** Gives the tag a box before the browser has the script. A hidden tag stays hidden. */
function reservedPlace({ mode, height }: Values, hidden: unknown): CSSProperties {
  if (mode === 'tab' || mode === 'redirect' || hidden) return {};
  return { display: 'block', minHeight: Math.max(MIN_HEIGHT, Number(height) || 0) };
}

// React 18 warns about layout effects on a server, where they never run.
const useEffectInBrowser = typeof window === 'undefined' ? () => undefined : useLayoutEffect;

/**
 * `<scalekit-admin-portal>` as a component. All properties are set before the element requests its first link, and all
 * handlers are attached before its first event. In server-rendered HTML, the element waits until React has hydrated it. A
 * Server Component can use it without a directive, but functions have to come from a Client Component.
 *
 * A property that is not given has its default. The `ref` is the element.
 */
export const ScalekitAdminPortal: ForwardRefExoticComponent<
  ScalekitAdminPortalComponentProps & RefAttributes<ScalekitAdminPortalElement>
> = forwardRef<ScalekitAdminPortalElement, ScalekitAdminPortalComponentProps>(function ScalekitAdminPortal(
  { reserveHeight = true, className, style, children, ...props },
  ref,
) {
  const { properties, handlers, others } = sortProps(props);
  // False in server-rendered HTML, and in a hidden Activity that was never shown: no effect has run there.
  const [isComplete, setComplete] = useState(false);
  const element = useRef<ScalekitAdminPortalElement>(null);
  const currentHandlers = useRef(handlers);
  const given = useRef<Values>({});

  useImperativeHandle(ref, () => element.current!, []);

  useEffectInBrowser(() => {
    const target = element.current!;
    const listener = (event: Event) => {
      currentHandlers.current[PROP_OF[event.type]!]?.(event);
    };
    for (const type of Object.values(EVENTS)) target.addEventListener(type, listener);
    return () => {
      for (const type of Object.values(EVENTS)) target.removeEventListener(type, listener);
    };
  }, []);

  useEffectInBrowser(() => {
    currentHandlers.current = handlers;
    const before = given.current;
    given.current = properties;
    // Unchanged properties are not set again: a used `src` that comes back would cause a request.
    for (const name of new Set([...Object.keys(before), ...Object.keys(properties)])) {
      if (!Object.is(before[name], properties[name])) Object.assign(element.current!, { [name]: properties[name] });
    }
    setComplete(true);
  });

  return createElement(
    'scalekit-admin-portal',
    {
      ...others,
      ref: element,
      // React 18 writes `className` as an attribute of that name.
      class: className,
      style: isComplete || !reserveHeight ? style : { ...reservedPlace(properties, others.hidden), ...style },
      'defer-hydration': isComplete ? undefined : '',
    } as ScalekitAdminPortalProps,
    children,
  );
});

/** On unknown tags, React 18 only sets attributes. It is the version without `use`. */
type TagProps = typeof React extends { use: unknown }
  ? PortalAttributes & PortalListeners<'on'>
  : PortalAttributesOnly & { class?: string | undefined; className?: never };

/**
 * The props of `<scalekit-admin-portal>` in JSX. An event's prop is `on` and the event's name: `onportal-refresh`. In React 18,
 * only attributes work, with `class` in place of `className`. Properties and events need the component.
 */
export type ScalekitAdminPortalProps = DetailedHTMLProps<
  HTMLAttributes<ScalekitAdminPortalElement>,
  ScalekitAdminPortalElement
> &
  TagProps;

declare module 'react' {
  // React looks up its tags in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
