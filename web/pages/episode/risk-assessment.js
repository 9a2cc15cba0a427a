/* One assessment of risk, and its correction. */
import './states.js';
