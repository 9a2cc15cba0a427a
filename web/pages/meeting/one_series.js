import './remove.js';
