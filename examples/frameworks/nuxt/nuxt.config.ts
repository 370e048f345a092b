// https://nuxt.com/docs/api/configuration/nuxt-config
export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  // The button of the dev tools moves when it appears, and the tests check for layout shifts.
  devtools: { enabled: false },
  vue: {
    compilerOptions: {
      // Otherwise Vue looks for a component of this name, and the server renders a comment.
      isCustomElement: (tag) => tag === 'scalekit-admin-portal',
    },
  },
});
