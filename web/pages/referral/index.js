/* The states of a referral have words and colours of their own. */
import './states.js';
