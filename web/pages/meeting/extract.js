import './states.js';
