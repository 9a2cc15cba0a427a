import './words.js';
import './secret.js';
