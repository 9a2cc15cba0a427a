/* What is done to every part of a page, at first and when data brings more. */

/** @typedef {(root: ParentNode) => void} Enhancer */

/** @type {Enhancer[]} */
const enhancers = [];

/**
 * Adds a step. Called once by each module that has one.
 * @param {Enhancer} step
 */
export function onEnhance(step) {
  enhancers.push(step);
}

/**
 * Runs all steps on the document or on what was put into it.
 * @param {ParentNode} root
 */
export function enhance(root) {
  for (const step of enhancers) step(root);
}
