/* Sign-in, then home: the same page, by whether there is a session. */
import { find } from '../../js/dom.js';
import { enhance } from '../../js/enhance.js';
import { addFormat } from '../../js/format.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { isPermitted, principal } from '../../js/session.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import { watchSignIn } from '../../js/sign-in.js';
import '../../js/at-hand.js';
import '../overdue/clocks.js';
import { groupTasks, kindText } from './tasks.js';
import { cardOf, safetyText } from './mine.js';
import '../allocation/states.js';
import '../job/states.js';
import { jobOf } from '../job/words.js';

const THEIRS = 'My young people';

addFormat('task', kindText);
addFormat('contactsafety', safetyText);
transform('my-young-people', (data) => ({ ...data, items: data.items.map(cardOf) }));
transform('tasks', (data) => ({
  ...groupTasks(data.items),
  next: data.next,
  paged: Boolean(data.next) || query().has('cursor'),
}));
transform('home-jobs', (data) => ({ jobs: data.items.map(jobOf), any: data.items.length > 0 }));
transform('late', (data) => {
  const late = data.items.filter((/** @type {any} */ each) => each.late > 0);
  return { late, any: late.length > 0 };
});

/** @param {string} place @param {string} id */
function show(place, id) {
  const target = find(document, place, HTMLElement);
  const template = find(document, id, HTMLTemplateElement);
  if (!target || !template) return;
  target.replaceChildren(render(template, new Scope(null)));
  enhance(target);
}

/* A provider's worker works with young people, and nothing else. */
function showProvider() {
  const title = find(document, '[data-session="in"] h1', HTMLElement);
  if (title) title.textContent = THEIRS;
  document.title = `${THEIRS} – Throughline`;
  find(document, '.app-home', HTMLElement)?.classList.add('app-home--one');
  show('[data-home]', '#home-provider');
}

/* An administrator of users sees no cases: their home is who has an account. */
function showAdministrator() {
  find(document, '.app-home', HTMLElement)?.classList.add('app-home--one');
  show('[data-home]', '#home-admin');
}

async function start() {
  if (!(await principal())) {
    document.title = 'Sign in – Throughline';
    watchSignIn('/');
    return;
  }
  if (isPermitted('scope.provider') && !isPermitted('scope.case')) {
    showProvider();
    return;
  }
  if (isPermitted('user.write')) {
    showAdministrator();
    return;
  }
  show('[data-home]', '#home-main');
  show('[data-home-side]', '#home-side');
}

void start();
