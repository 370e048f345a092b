// https://nuxt.com/docs/api/configuration/nuxt-config
export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  // Its button moves when it appears, and the tests look for whatever moves.
  devtools: { enabled: false },
  vue: {
    compilerOptions: {
      // Else Vue looks for a component of this name, and the server renders a comment in its place.
      isCustomElement: (tag) => tag === 'scalekit-admin-portal',
    },
  },
});
