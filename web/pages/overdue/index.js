/* The clocks in words. */
import './clocks.js';
