/* An allocation: its moves, sessions and what changed for the young person. */
import '../../js/outcomes.js';
import './states.js';
