/**
 * Fixes the ARIA roles in VitePress's search dialog (2.0.0-alpha.20). The dialog is a button that contains a form, its results
 * are options with links inside, accessible names omit visible words, and keys have names that their role does not allow.
 * Remove it when axe finds no problem without it.
 */
import type { Plugin } from 'vitepress';

const FILE = 'VPLocalSearchBox.vue';
const CHANGES: readonly (readonly [from: string, to: string])[] = [
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"`,
    'role="dialog" aria-modal="true"',
  ],
  ['aria-autocomplete="both"', `role="combobox" :aria-expanded="results?.length ? 'true' : 'false'"`],
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"`,
    'role="presentation"',
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"`,
    `:id="'localsearch-item-' + index" :aria-selected="selectedIndex === index ? 'true' : 'false'" role="option"`,
  ],
  ['<kbd :aria-label=', '<kbd role="img" :aria-label='],
  ['<span class="title-icon">', '<span class="title-icon" aria-hidden="true">'],
];

export function accessibleSearch(): Plugin {
  return {
    name: 'accessible-search',
    enforce: 'pre',
    transform: {
      filter: { id: new RegExp(`/${FILE}$`) },
      handler: (code) =>
        CHANGES.reduce((changed, [from, to]) => {
          if (!changed.includes(from)) throw new Error(`${FILE} has changed: see docs-site/search-box.ts.`);
          return changed.replaceAll(from, to);
        }, code),
    },
  };
}
