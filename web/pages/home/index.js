/* Sign-in, then home: the same page, by whether there is a session. */
import { find } from '../../js/dom.js';
import { enhance } from '../../js/enhance.js';
import { addFormat } from '../../js/format.js';
import { transform } from '../../js/region.js';
import { principal } from '../../js/session.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import { watchSignIn } from '../../js/sign-in.js';
import { groupTasks, kindText } from './tasks.js';

addFormat('task', kindText);
transform('tasks', (data) => groupTasks(data.items));

/** @param {string} place @param {string} id */
function show(place, id) {
  const target = find(document, place, HTMLElement);
  const template = find(document, id, HTMLTemplateElement);
  if (!target || !template) return;
  target.replaceChildren(render(template, new Scope(null)));
  enhance(target);
}

async function start() {
  if (!(await principal())) {
    document.title = 'Sign in – Throughline';
    watchSignIn('/');
    return;
  }
  show('[data-home]', '#home-main');
  show('[data-home-side]', '#home-side');
}

void start();
