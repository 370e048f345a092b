/**
 * Keeps the tabs of the page "Kept alive" while another tab is shown: Angular's router destroys what it leaves unless a
 * strategy like this one stores it.
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

  /** For the page around the tabs, when it is left: the router never destroys by itself what a strategy has stored. */
  forget(): void {
    for (const handle of this.#stored.values()) destroyDetachedRouteHandle(handle);
    this.#stored.clear();
  }
}
