/**
 * All languages, handed to the element of this page as soon as it is registered; in Node, to nobody. They do not import the
 * element, so a page may load them before it, after it, or beside the drop-in.
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

/** By BCP 47 tag. A tag that is longer finds the longest of these that it begins with. */
export const languages: Readonly<Record<string, CompleteLabels>> = {
  ...{ ar, da, de, es, fr, he, it, ja, ko, nb, nl, pl, sv, tr },
  // The tags of Hebrew and of Norwegian that are in use beside their own.
  ...{ iw: he, no: nb },
  pt: ptBr,
  zh: zhHans,
  ...{ 'zh-Hant': zhHant, 'zh-HK': zhHant, 'zh-MO': zhHant, 'zh-TW': zhHant },
};

const TAG = 'scalekit-admin-portal';

void globalThis.customElements?.whenDefined?.(TAG).then(() => {
  // Another version of the element may be on the page, and know no languages.
  (customElements.get(TAG) as Partial<typeof ScalekitAdminPortalElement>).addLanguages?.(languages);
});
