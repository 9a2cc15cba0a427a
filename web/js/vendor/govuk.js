/* What the MOJ's components need of govuk-frontend, and no more. */
export { Component } from 'govuk-frontend/dist/govuk/component.mjs';
export { ConfigurableComponent } from 'govuk-frontend/dist/govuk/common/configuration.mjs';
