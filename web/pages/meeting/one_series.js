import './remove.js';
import './states.js';
