// Hands the page's CSRF token to the element. The page has this script before the element's own, so
// that the first request for a link carries the token.
document.querySelector('scalekit-admin-portal').headers = {
  'X-CSRF-Token': document.querySelector('meta[name=csrf-token]').content,
};
