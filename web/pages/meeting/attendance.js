import './came.js';
import './states.js';
