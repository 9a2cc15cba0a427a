/*
 * export_spoke.h - a leaving spoke's whole record: `throughline export spoke`,
 * `verify` and `key`.
 */
#ifndef THROUGHLINE_COMMANDS_EXPORT_SPOKE_H
#define THROUGHLINE_COMMANDS_EXPORT_SPOKE_H

/* Each takes what follows its own word, and returns the exit code. */
int export_spoke(int argc, char **argv);
int export_verify(int argc, char **argv);
int export_key(int argc, char **argv);

/* What they take. */
#define EXPORT_SPOKE_USAGE                                                     \
    "       throughline export spoke CODE FILE --as EMAIL --reason TEXT\n"     \
    "       throughline export verify FILE [--key PUBLIC-KEY]\n"               \
    "       throughline export key\n"

#endif
