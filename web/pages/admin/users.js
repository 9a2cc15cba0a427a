import './words.js';
