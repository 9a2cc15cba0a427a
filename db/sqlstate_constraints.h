/*
 * sqlstate_constraints.h - the field and wording of each constraint that a
 * person can run into, for db/sqlstate.c alone. In the order of their names.
 *
 *     {"constraint", "/field", "code", "What to do about it"},
 *
 * Unique and exclusion constraints answer 409 with the wording as detail;
 * checks and foreign keys answer 422 with a fault at the field. A foreign key
 * to a vocabulary, <table>_<column>_fkey, needs no line.
 */
