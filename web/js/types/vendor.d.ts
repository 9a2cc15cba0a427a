/* The design systems ship no types: their classes are made, never called. */
declare module 'govuk-frontend/*';
declare module '@ministryofjustice/*';
