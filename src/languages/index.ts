/**
 * All languages. In a browser, they are passed to the element as soon as it is registered. They do not import the element,
 * so a page may load them before or after it, or together with the drop-in.
 */
import type { CompleteLabels } from '../portal-labels.js';
import type { ScalekitAdminPortalElement } from '../scalekit-admin-portal-element.js';
import { ar } from './ar.js';
import { da } from './da.js';
import { de } from './de.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { he } from './he.js';
import { it } from './it.js';
import { ja } from './ja.js';
import { ko } from './ko.js';
import { nb } from './nb.js';
import { nl } from './nl.js';
import { pl } from './pl.js';
import { ptBr } from './pt-br.js';
import { sv } from './sv.js';
import { tr } from './tr.js';
import { zhHans } from './zh-hans.js';
import { zhHant } from './zh-hant.js';

/** By BCP 47 tag. A longer tag finds the longest of these that it begins with. */
export const languages: Readonly<Record<string, CompleteLabels>> = {
  ...{ ar, da, de, es, fr, he, it, ja, ko, nb, nl, pl, sv, tr },
  // Alternative tags in use for Hebrew and Norwegian.
  ...{ iw: he, no: nb },
  pt: ptBr,
  zh: zhHans,
  ...{ 'zh-Hant': zhHant, 'zh-HK': zhHant, 'zh-MO': zhHant, 'zh-TW': zhHant },
};

const TAG = 'scalekit-admin-portal';

void globalThis.customElements?.whenDefined?.(TAG).then(() => {
  // The page may have another version of the element, which does not support languages.
  (customElements.get(TAG) as Partial<typeof ScalekitAdminPortalElement>).addLanguages?.(languages);
});
