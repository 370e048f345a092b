// https://nuxt.com/docs/api/configuration/nuxt-config
export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  vue: {
    compilerOptions: {
      // Else Vue looks for a component of this name, and the server renders a comment in its place.
      isCustomElement: (tag) => tag === 'scalekit-admin-portal',
    },
  },
});
