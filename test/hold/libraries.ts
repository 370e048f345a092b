/**
 * Pages that use an unchanged library as its documentation shows. Each deletes a member, or does something as harmful, when it
 * gets one of its own events.
 */
import { Backend } from '../tools/backend.ts';
import type { LibraryHtml } from './library-page.ts';

export interface Library {
  readonly name: string;
  /** The events that the page listens to. */
  readonly events: readonly string[];
  /** The effects when the page dispatches each of them once. */
  readonly effects: readonly string[];
  readonly html: () => Promise<LibraryHtml>;
}

const MODULES = '/node_modules';
const script = (source: string) => `<script src="${MODULES}/${source}"></script>`;
const deferred = (source: string) => `<script defer src="${MODULES}/${source}"></script>`;
/** Deletes a member; `by` is the name of the listener. */
const deletes = (by: string) => `fetch('?by=${by}', { method: 'DELETE' })`;
const deleted = (...listeners: string[]) => listeners.map((by) => `request DELETE ?by=${by}`);

const plain = (name: string, events: readonly string[], effects: readonly string[], html: LibraryHtml): Library => ({
  name,
  events,
  effects,
  html: () => Promise.resolve(html),
});

const alpine = plain('Alpine', ['delete-member'], deleted('window', 'document', 'ancestor', 'once', 'self-less'), {
  head: deferred('alpinejs/dist/cdn.js'),
  body: `<div x-data>
  <p @delete-member.window="${deletes('window')}"></p>
  <p @delete-member.document="${deletes('document')}"></p>
  <p @delete-member.window.once="${deletes('once')}"></p>
  <div x-on:delete-member.stop.prevent="${deletes('self-less')}; $el.parentElement.dispatchEvent(new $event.constructor($event.type, $event))">
    <div @delete-member="${deletes('ancestor')}">{portal}</div>
  </div>
</div>`,
});

const htmxBody = `<div hx-delete="?by=body" hx-trigger="delete-confirmed from:body" hx-swap="none"></div>
<div hx-delete="?by=window" hx-trigger="delete-confirmed from:window" hx-swap="none"></div>
<div hx-delete="?by=document" hx-trigger="delete-confirmed from:document" hx-swap="none"></div>
<div hx-delete="?by=ancestor" hx-trigger="delete-confirmed" hx-swap="none">
  <div hx-on:delete-confirmed="${deletes('hx-on')}">{portal}</div>
</div>`;

const htmxEffects = deleted('body', 'window', 'document', 'ancestor', 'hx-on');

const turbo = plain('Turbo', ['turbo:submit-end', 'turbo:before-fetch-response'], ['submit-end', 'fetch-response'], {
  head: script('@hotwired/turbo/dist/turbo.es2017-umd.js'),
  body: `<dialog open><turbo-frame id="members" data-turbo-action="advance">{portal}</turbo-frame></dialog>
<script>
document.addEventListener('turbo:submit-end', () => note('submit-end'));
document.querySelector('turbo-frame').addEventListener('turbo:before-fetch-response', () => note('fetch-response'));
</script>`,
});

const stimulus = plain('Stimulus', ['delete-member'], deleted('window', 'document', 'ancestor'), {
  head: script('@hotwired/stimulus/dist/stimulus.umd.js'),
  body: `<div data-controller="members" data-action="
  delete-member@window->members#byWindow delete-member@document->members#byDocument delete-member->members#byAncestor">
  {portal}
</div>
<script>
Stimulus.Application.start().register('members', class extends Stimulus.Controller {
  byWindow() { ${deletes('window')}; }
  byDocument() { ${deletes('document')}; }
  byAncestor() { ${deletes('ancestor')}; }
});
</script>`,
});

const vaadin = plain('Vaadin Router', ['vaadin-router-go'], ['address /delete', 'route /delete'], {
  body: `<div id="outlet"></div>{portal}
<script type="module">
import { Router } from '${MODULES}/@vaadin/router/dist/index.js';
const router = new Router(document.querySelector('#outlet'));
await router.setRoutes([
  { path: '/delete', action: (_, commands) => (note('route /delete'), commands.component('del-page')) },
  { path: '(.*)', action: (_, commands) => commands.component('any-page') },
]);
</script>`,
});

/** Events of a dialog, its parts, and a closable tab. The example in the documentation removes the target of the event. */
const SHOELACE_EVENTS = [
  'sl-request-close',
  'sl-hide',
  'sl-after-hide',
  'sl-select',
  'sl-remove',
  'sl-lazy-load',
  'sl-close',
];
const shoelace = plain(
  'Shoelace',
  SHOELACE_EVENTS,
  [...SHOELACE_EVENTS.map((name) => `dialog ${name}`), 'tab closed'],
  {
    head: ['dialog', 'tab-group', 'tab', 'tab-panel', 'details', 'tree-item']
      .map(
        (name) =>
          `<script type="module" src="${MODULES}/@shoelace-style/shoelace/cdn/components/${name}/${name}.js"></script>`,
      )
      .join('\n'),
    body: `<sl-dialog open label="Security"><sl-details open summary="Single sign-on"><sl-tab-group>
  <sl-tab slot="nav" panel="portal" active closable>Portal</sl-tab>
  <sl-tab-panel name="portal" active>{portal}</sl-tab-panel>
</sl-tab-group></sl-details></sl-dialog>
<script>
for (const name of ${JSON.stringify(SHOELACE_EVENTS)})
  document.querySelector('sl-dialog').addEventListener(name, () => note('dialog ' + name));
document.querySelector('sl-tab-group').addEventListener('sl-close', async (event) => {
  note('tab closed');
  event.target.remove();
});
</script>`,
  },
);

const SNAPSHOT = JSON.stringify({
  data: {},
  memo: { id: 'members', name: 'members', children: [], scripts: [], assets: [] },
  checksum: 'none',
});

const livewire: Library = {
  name: 'Livewire',
  events: ['delete-member'],
  effects: ['call __dispatch', 'call destroy', 'alpine', 'request POST '],
  html: async () => {
    const server = await Backend.create();
    await server.answers([{ json: { components: [{ snapshot: SNAPSHOT, effects: {} }], assets: [] } }]);
    const library = await (await fetch('/test/corpora/livewire.txt')).text();
    return {
      head: `<meta name="csrf-token" content="token of the admin">
<script data-update-uri="${server.endpoint}">
document.addEventListener('livewire:init', () =>
  Livewire.hook('commit', ({ commit }) => commit.calls.forEach(({ method }) => note('call ' + method))));
</script>
<script>${library.replaceAll('</script', '<\\/script')}</script>`,
      body: `<div wire:id="members" wire:snapshot='${SNAPSHOT}' wire:effects='{"listeners":["delete-member"]}'>
  <div wire:delete-member="destroy" @delete-member.window="note('alpine')">{portal}</div>
</div>`,
    };
  },
};

export const LIBRARIES: readonly Library[] = [
  alpine,
  plain('htmx 4', ['delete-confirmed'], htmxEffects, { head: script('htmx.org/dist/htmx.js'), body: htmxBody }),
  plain('htmx 2', ['delete-confirmed'], htmxEffects, { head: script('htmx-2/dist/htmx.js'), body: htmxBody }),
  livewire,
  turbo,
  stimulus,
  vaadin,
  shoelace,
];
