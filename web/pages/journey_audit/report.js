/* Grades and learning: the words of the other pages, nothing else. */
import './words.js';
