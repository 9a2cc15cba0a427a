import './secret.js';
