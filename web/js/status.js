/* One line at the foot of the window while the service is busy or away. */

/** @param {string} why @param {number} seconds */
function lineFor(why, seconds) {
  const soon = seconds === 1 ? '1 second' : `${seconds} seconds`;
  if (why === 'busy')
    return `The service is busy. Trying again in ${soon}. Nothing is lost.`;
  return `No connection. Trying again in ${soon}. Nothing is lost.`;
}

document.addEventListener('api:waiting', (event) => {
  const { why, seconds } = /** @type {CustomEvent} */ (event).detail;
  const place = document.getElementById('waiting');
  if (!place) return;
  place.hidden = !why;
  place.textContent = why ? lineFor(why, seconds) : '';
});
