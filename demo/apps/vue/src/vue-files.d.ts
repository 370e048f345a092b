/** For tools that cannot read a .vue file (the linter): whatever it is, it is a component. Vue's own check reads it. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
