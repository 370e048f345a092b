/**
 * What Server Components get for the package's root (the condition `react-server`): its names, and a word on what does not
 * happen. An import there never reaches a browser, so the tag would show nothing, without a reason.
 */
console.warn(
  'scalekit-admin-portal was imported in a Server Component, so no browser gets it, and <scalekit-admin-portal> stays empty. ' +
    "Use <ScalekitAdminPortal> from 'scalekit-admin-portal/react', or import it in a file with 'use client'.",
);

export * from '../index.js';
