/** What nobody can see who asks from outside. The table names it, so that it has no gap. */
export const NOT_VISIBLE = [
  {
    group: 'Troubles',
    fault: 'The portal starts over when a list is reordered',
    why: 'it depends on what a script of the page does later',
  },
  {
    group: 'Troubles',
    fault: 'The portal starts over after an edit in development',
    why: 'it depends on the hot updates of a framework',
  },
  {
    group: 'Troubles',
    fault: 'A service worker gives the same link again',
    why: 'it is registered in the browsers of your users; the doctor starts with an empty one',
  },
  { group: 'Public applications', fault: 'The backend logs the link', why: 'logs are not public' },
] as const;

/** Checks that no planted fault trips, because they only tell. */
export const TELLS_ALONE = ['link.isolation', 'browser.policies'];

/** `checks.test.ts` does: a test has no address that is not this computer's. */
export const NOT_PLANTED = ['page.secure'];
