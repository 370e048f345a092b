// Adapts the drop-in's copy of lit. A page cannot import this copy, so the build removes the code that the drop-in does not use,
// and the code that could interfere with the page. The build fails if a change no longer matches lit's code, or if our own code
// uses a removed part.
import MagicString from 'magic-string';

const TAG = 'scalekit-admin-portal';

/** The differences from the published lit. Each `code` must occur in its module, or the build fails. */
const LIT_CHANGES = [
  {
    why:
      'lit creates its Trusted Types policy when it is loaded, and each name can be used only once. With a different name, the ' +
      "drop-in and the page's own lit work together, in either order. A drop-in that is loaded twice defines nothing the second " +
      'time, and then needs no policy.',
    changes: [
      {
        module: 'lit-html/lit-html.js',
        code: /(\w+)=(\w+)\.trustedTypes,(\w+)=\1\?\1\.createPolicy\("lit-html",/,
        becomes: `$1=$2.trustedTypes,$3=$1?.createPolicy&&!customElements.get("${TAG}")?$1.createPolicy("${TAG}",`,
      },
    ],
  },
  {
    why:
      'elements of the page with such an id or name (`<a id="litHtmlVersions">`) would be read as lit\'s global variables. The ' +
      'drop-in does not need these variables: it counts no copies of lit, loads no polyfills and has no decorators.',
    changes: [
      { module: 'lit-html/lit-html.js', code: /\w+\.litHtmlPolyfillSupport;/, becomes: 'void 0;' },
      {
        module: 'lit-html/lit-html.js',
        code: /\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[\d.]+"\);/,
        becomes: 'void 0;',
      },
      {
        module: 'lit-element/lit-element.js',
        code: /\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\);/,
        becomes: 'void 0;',
      },
      { module: 'lit-element/lit-element.js', code: /\w+\.litElementPolyfillSupport;/, becomes: 'void 0;' },
      {
        module: 'lit-element/lit-element.js',
        code: /\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[\d.]+"\);/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /\w+\.reactiveElementPolyfillSupport,/,
        becomes: 'void 0,',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /,\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /,?\w+\.litPropertyMetadata\?\?=new WeakMap;/,
        becomes: ';',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{[^}]*\}/,
        becomes: '',
      },
      {
        module: 'reactive-element/css-tag.js',
        code: /\(void 0===\w+\.ShadyCSS\|\|\w+\.ShadyCSS\.nativeShadow\)&&/,
        becomes: '',
      },
      { module: 'reactive-element/css-tag.js', code: /\w+\.litNonce;/, becomes: 'void 0;' },
    ],
  },
  {
    why: 'elements of the page with such a name (`<img name="createElement">`) shadow the document\'s method.',
    changes: [
      {
        module: 'lit-html/lit-html.js',
        // In this module, the document has a short name, and a class of lit also has a `createElement`.
        code: /(?<=\b(\w+)=document,.*)\b\1\.(createComment|createTreeWalker|createElement|createTextNode)\(/gs,
        becomes: 'Document.prototype.$2.call($1,',
      },
      {
        module: 'lit-html/lit-html.js',
        code: /\(\w+\?\.creationScope\?\?(\w+)\)\.importNode\(/,
        becomes: 'Document.prototype.importNode.call($1,',
      },
    ],
  },
  {
    why:
      'our templates have no `?boolean` attributes, bindings to elements, several bindings in one attribute, bindings in ' +
      'comments, or raw text elements. `excessOf` checks this.',
    changes: [
      { module: 'lit-html/lit-html.js', code: /"\?"===\w+\[1\]\?\w+:/, becomes: '' },
      {
        module: 'lit-html/lit-html.js',
        code: /else \w+\.startsWith\(\w+\)&&\(\w+\.push\(\{type:6,[^;]*;/,
        becomes: ';',
      },
      {
        module: 'lit-html/lit-html.js',
        code: /1===(\w+)\.type\?(\w+=new \1\.ctor\(.*?\)):6===\1\.type&&\(.*?\)\)/,
        becomes: '$2',
      },
      {
        module: 'lit-html/lit-html.js',
        code: /const \w+=this\.strings;(let (\w+)=!1;)if\(void 0===\w+\)(.*?)else\{const .*?\}(?=\2&&!)/,
        becomes: '$1$3',
      },
      { module: 'lit-html/lit-html.js', code: /\w+\.length>2\|\|""!==.*?,this\.strings=\w+\):/, becomes: '' },
      {
        module: 'lit-html/lit-html.js',
        code: /void 0!==(\w+)\.strings\?\(\1\._\$AI\(.*?\.strings\.length-2\):/,
        becomes: '',
      },
      { module: 'lit-html/lit-html.js', code: /,\w+=\w+\.getAttribute\(\w+\)\.split\(\w+\)/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /strings:\w+,(?=ctor)/, becomes: '' },
      {
        module: 'lit-html/lit-html.js',
        code: /else\{let \w+=-1;for\(;-1!==.*?\.length-1\}/,
        becomes: '',
      },
      {
        module: 'lit-html/lit-html.js',
        code: /if\(\w+\.test\(\w+\.tagName\)\)\{.*?\}(?=\}else if\(8===)/,
        becomes: '',
      },
      { module: 'lit-html/lit-html.js', code: /\w+\.test\(\w+\[2\]\)&&\(\w+=RegExp\(.*?\)\),/, becomes: '' },
    ],
  },
  {
    // lit's check that a template comes from code, and not from data of the same shape, stays.
    why: 'all our templates are HTML, and none is precompiled. `excessOf` checks this.',
    changes: [
      { module: 'lit-html/lit-html.js', code: /2===\w+\?"<svg>":3===\w+\?"<math>":""/, becomes: '""' },
      { module: 'lit-html/lit-html.js', code: /\+\(2===\w+\?"<\/svg>":3===\w+\?"<\/math>":""\)/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /,2===\w+\|\|3===\w+\)\{.*?\}(?=for)/, becomes: ');' },
      {
        module: 'lit-html/lit-html.js',
        code: /"number"==typeof \w+\?(this\._\$AC\(\w+\)):\(void 0===.*?,\w+\)(?=;)/,
        becomes: '$1',
      },
    ],
  },
  {
    why: 'we use no directives, so the position and the connection of a template part are never read.',
    without: /\bfrom\s*["']lit\/|_\$litDirective\$|\bnoChange\b/,
    changes: [
      {
        module: 'lit-html/lit-html.js',
        code: /(function \w+\(\w+,(\w+)),\w+=\w+,\w+\)\{if\(\2===\w+\)return \2;.*?(?=class)/,
        becomes: '$1){return $2}',
      },
      { module: 'lit-html/lit-html.js', code: /setConnected\(\w+\)\{.*?\}/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /,this\._\$Cv=\w+\?\.isConnected\?\?!0/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /get _\$AU\(\)\{.*?\}/g, becomes: '' },
      {
        module: 'lit-html/lit-html.js',
        code: /get parentNode\(\)\{let .*?\}get startNode.*?get endNode\(\).*?\}/,
        becomes: '',
      },
      { module: 'lit-html/lit-html.js', code: /get parentNode\(\)\{return .*?\}/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /get tagName\(\)\{.*?\}/, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /,this\._\$AN=void 0/g, becomes: '' },
      { module: 'lit-html/lit-html.js', code: /this\._\$AP\?\.\(!1,!0,\w+\)/, becomes: '' },
      {
        module: 'lit-element/lit-element.js',
        code: /connectedCallback\(\)\{.*?setConnected\(!0\)\}disconnectedCallback\(\)\{.*?\}/,
        becomes: '',
      },
      { module: 'lit-element/lit-element.js', code: /this\.hasUpdated\|\|\(.*?\),/, becomes: '' },
    ],
  },
  {
    why: 'the listeners in our templates are functions without options.',
    without: /\bhandleEvent\b/,
    changes: [
      { module: 'lit-html/lit-html.js', code: /\|\|\w+\.capture!==.*?\.passive(?=,)/, becomes: '' },
      {
        module: 'lit-html/lit-html.js',
        code: /constructor\((\w+(,\w+)*)\)\{super\(\1\),this\.type=5\}/,
        becomes: '',
      },
    ],
  },
  {
    why: 'there is one style sheet, and it is a literal without expressions. `excessOf` checks this.',
    without: /\b(CSSResult|unsafeCSS)\b/,
    changes: [
      {
        module: 'reactive-element/css-tag.js',
        code: /if\((this\._\$cssResult\$=!0),.*?;/,
        becomes: '$1;',
      },
      {
        module: 'reactive-element/css-tag.js',
        code: /\((\w+),\.\.\.\w+\)=>\{const \w+=1===\1\.length\?\1\[0\]:.*?;return new (\w+)\(\w+,\1,\w+\)\}/,
        becomes: '$1=>new $2($1[0])',
      },
      {
        module: 'reactive-element/css-tag.js',
        code: /const \w+=this\.t;if\((\w+)&&void 0===(\w+)\)\{.*?void 0===\2&&\((.*?\.replaceSync\(this\.cssText\)).*?\}(?=return)/,
        becomes: '$1&&void 0===$2&&($3);',
      },
    ],
  },
  {
    why: 'our properties are text, numbers and booleans, or have no attribute; none has a custom converter.',
    without: /\b(converter|hasChanged|noAccessor)\s*:|\btype:\s*(Object|Array)\b/,
    changes: [
      {
        module: 'reactive-element/reactive-element.js',
        code: /case Object:case Array:\w+=null==[^}]*\)/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /case Object:case Array:try\{.*?\}catch\(\w+\)\{.*?\}/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /\(void 0!==(\w+)\.converter\?\.toAttribute\?\1\.converter:(\w+)\)/,
        becomes: '$2',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /"function"==typeof (\w+)\.converter\?.*?\?\1\.converter:(?=\w)/,
        becomes: '',
      },
    ],
  },
  {
    why: 'the element has no decorators.',
    without: /\baddInitializer\b|\bfrom\s*["']lit\/decorators/,
    changes: [
      { module: 'reactive-element/reactive-element.js', code: /static addInitializer\(\w+\)\{.*?\}/, becomes: '' },
      { module: 'reactive-element/reactive-element.js', code: /void 0!==(\w+)\.l&&\(this\.l=.*?\),/, becomes: '' },
      {
        module: 'reactive-element/reactive-element.js',
        code: /,this\.constructor\.l\?\.forEach\(.*?\)\)/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /Symbol\.metadata\?\?=Symbol\("metadata"\)/,
        becomes: '',
      },
    ],
  },
];

/** All nodes of a syntax tree. */
function* nodesIn(node) {
  if (typeof node?.type === 'string') yield node;
  for (const child of Object.values(node ?? {})) if (typeof child === 'object') yield* nodesIn(child);
}

/** A binding that is a whole attribute, property or listener. Besides children, the drop-in's lit only supports these. */
const WHOLE_ATTRIBUTE = / [@.]?[\w-]+=("\$\{\}"|\$\{\}(?=[\s>]))/g;

/** Returns the construct in a template that the drop-in's lit does not support; false if there is none. */
function excessOf({ tag, quasi }) {
  const text = quasi.quasis.map(({ value }) => value.raw).join('${}');
  if (tag.name === 'css') return text.includes('${}') && 'an expression in `css`';
  if (tag.name !== 'html') return 'a template that is neither `html` nor `css`';
  if (/<(script|style|textarea|title|!--)/i.test(text)) return 'a comment or a raw text element';
  return (
    /<[^>]*\$\{\}/.test(text.replace(WHOLE_ATTRIBUTE, '')) &&
    'a binding that is neither a child nor a whole attribute, property or listener'
  );
}

export const litForDropIn = () => {
  const open = new Map();
  return {
    name: 'lit-for-drop-in',
    // Fills the list for each build: one process may build several times.
    buildStart() {
      for (const { why, changes } of LIT_CHANGES) for (const change of changes) open.set(change, why);
    },
    transform(source, id) {
      const code = new MagicString(source);
      for (const change of [...open.keys()].filter(({ module }) => id.endsWith(`/${module}`))) {
        if (code.original.search(change.code) < 0) continue;
        code.replace(change.code, change.becomes);
        open.delete(change);
      }
      return code.hasChanged() ? { code: code.toString(), map: code.generateMap({ hires: true }) } : null;
    },
    moduleParsed({ id, code, ast }) {
      if (id.includes('/node_modules/')) return;
      for (const { why, without } of LIT_CHANGES) {
        if (without?.test(code)) this.error(`${id} uses ${without}, which is removed from the drop-in's lit: ${why}`);
      }
      for (const node of nodesIn(ast)) {
        const excess = node.type === 'TaggedTemplateExpression' && excessOf(node);
        if (excess) this.error(`${id} has ${excess}: the drop-in's lit does not support that, see LIT_CHANGES.`);
      }
    },
    generateBundle() {
      for (const [{ module, code }, why] of open) {
        this.error(`lit has changed: ${code} is not in ${module}. Rewrite the change. Its reason: ${why}`);
      }
    },
  };
};
