import './words.js';
import './link.js';
