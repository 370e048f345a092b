/**
 * The script of every portal page. It posts the server's messages, listens for the end of the session and for changes from
 * outside, copies values, and shows times in the local time zone. Everything else works without it.
 */

'use strict';

{
  const { posts, events } = document.body.dataset;

  const post = (list) => {
    // In a separate tab, there is no host page to receive messages.
    if (window.parent === window) return;
    for (const { message, targetOrigin } of list) window.parent.postMessage(message, targetOrigin);
  };

  const showTimes = (root) => {
    for (const time of root.querySelectorAll('time[data-clock]')) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    }
  };

  const copyOf = (id) => document.getElementById(id).content.cloneNode(true);

  const listen = (url) => {
    const source = new EventSource(url);
    source.addEventListener('warned', ({ data }) => {
      const news = JSON.parse(data);
      document.getElementById('warning').replaceChildren(copyOf('warning-text'));
      for (const time of document.querySelectorAll('time[data-clock]')) time.dateTime = news.endsAt;
      showTimes(document);
      post(news.posts);
    });
    // The new page posts the change.
    source.addEventListener('outdated', () => location.reload());
    source.addEventListener('ended', ({ data }) => {
      // Otherwise it would reconnect and receive the same end again and again.
      source.close();
      // The focus is not moved: it may be in the page around this frame.
      document.getElementById('main').replaceChildren(copyOf('ended'));
      document.getElementById('session-end').remove();
      document.title = 'Session ended – Admin portal';
      post(JSON.parse(data).posts);
    });
    return source;
  };

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    const result = button.closest('.field').querySelector('[role="status"]');
    try {
      await navigator.clipboard.writeText(field.value);
      result.textContent = 'Copied.';
    } catch {
      // The page around this frame may forbid writing to the clipboard.
      field.focus();
      field.select();
      result.textContent = 'Copying is not allowed here. The text is selected: copy it with your keyboard.';
    }
  };

  showTimes(document);
  post(JSON.parse(posts));

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-copy]');
    if (button) void copy(button);
  });

  if (events) {
    let source = listen(events);
    // An open connection keeps this page, and the one around it, out of the back/forward cache. Closing it on `pagehide` is
    // early enough in Chromium and WebKit. Firefox has already decided by then.
    window.addEventListener('pagehide', () => source.close());
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) source = listen(events);
    });
  }
}
