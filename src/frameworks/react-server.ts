/**
 * The package's root for Server Components (the condition `react-server`). It exports the same names and prints a warning.
 * An import in a Server Component never reaches a browser, so the tag would stay empty without any message.
 */
console.warn(
  'scalekit-admin-portal was imported in a Server Component, so no browser gets it, and <scalekit-admin-portal> stays empty. ' +
    "Use <ScalekitAdminPortal> from 'scalekit-admin-portal/react', or import it in a file with 'use client'.",
);

export * from '../index.js';
