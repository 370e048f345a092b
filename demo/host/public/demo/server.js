// @ts-check
/**
 * Calls the demo's own routes of the host application.
 */

/**
 * @typedef {object} ServerState
 * @property {number} linksMinted
 * @property {number} linksOpened
 */

const problem = document.getElementById('demo-problem');

/**
 * Without a body, it reads the state. With a body, it changes a setting. Resolves with the state after that, or with null.
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<ServerState | null>}
 */
export async function ask(path, body) {
  try {
    const response = await fetch(path, {
      ...(body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status}`);
    showProblem('');
    return await response.json();
  } catch {
    showProblem('The demo does not answer. Is it still running, and are you signed in?');
    return null;
  }
}

/** @param {string} text */
function showProblem(text) {
  if (problem === null) return;
  problem.textContent = text;
  problem.hidden = text === '';
}
