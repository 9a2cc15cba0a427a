/* Outcomes and actions of an episode. */
import './states.js';
import '../../js/outcomes.js';
