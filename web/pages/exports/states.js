/* How the states of a file look. */
import { addTagColours } from '../../js/tags.js';

addTagColours('export_state', {
  asked: 'yellow', making: 'light-blue', ready: 'green', removed: 'grey', refused: 'red', stopped: 'grey',
});

/** A size as people say it. @param {number | null} bytes */
export function sizeOf(bytes) {
  if (bytes === null) return '';
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
