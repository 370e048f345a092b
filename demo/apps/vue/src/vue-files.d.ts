/** For tools that cannot read .vue files (the linter): declares each file as a component. Vue's own check reads the files. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
