import './link.js';
