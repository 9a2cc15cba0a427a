/* Setting an action in an episode. */
import './states.js';
import '../action/owner.js';
