/**
 * Keeps the tabs of the page "Kept alive" while another tab is shown. Angular's router destroys a component when it leaves the
 * route, unless a strategy like this one stores it.
 */
import { Injectable } from '@angular/core';
import {
  BaseRouteReuseStrategy,
  destroyDetachedRouteHandle,
  type ActivatedRouteSnapshot,
  type DetachedRouteHandle,
  type Route,
} from '@angular/router';

@Injectable({ providedIn: 'root' })
export class KeptTabs extends BaseRouteReuseStrategy {
  readonly #stored = new Map<Route | null, DetachedRouteHandle>();

  override shouldDetach({ data }: ActivatedRouteSnapshot): boolean {
    return data['kept'] === true;
  }

  override store({ routeConfig }: ActivatedRouteSnapshot, handle: DetachedRouteHandle | null): void {
    if (handle) this.#stored.set(routeConfig, handle);
    else this.#stored.delete(routeConfig);
  }

  override shouldAttach({ routeConfig }: ActivatedRouteSnapshot): boolean {
    return this.#stored.has(routeConfig);
  }

  override retrieve({ routeConfig }: ActivatedRouteSnapshot): DetachedRouteHandle | null {
    return this.#stored.get(routeConfig) ?? null;
  }

  /** Call it when the page with the tabs is left: the router never destroys stored components itself. */
  forget(): void {
    for (const handle of this.#stored.values()) destroyDetachedRouteHandle(handle);
    this.#stored.clear();
  }
}
