/* Runs before the page is drawn, so that nothing flickers: styles that need
 * scripts apply from the start. */
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype)
  document.body.classList.add('govuk-frontend-supported');
