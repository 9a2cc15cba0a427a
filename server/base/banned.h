/*
 * banned.h - functions nobody may call here; included in every file by the
 * build (-include), so that using one is a compile error.
 */
#ifndef THROUGHLINE_BASE_BANNED_H
#define THROUGHLINE_BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A header of others that names some of them itself comes before. */
#ifdef BANNED_AFTER_XLSXWRITER
#include <xlsxwriter.h>
#endif

#pragma GCC poison strcpy strcat strncpy strncat stpcpy sprintf vsprintf
#pragma GCC poison strtok strtok_r atoi atol atoll atof gets
#pragma GCC poison localtime gmtime ctime asctime mktime setlocale
/* random() is missing here only because sodium.h has a member of that name. */
#undef alloca
#pragma GCC poison rand srand drand48 alloca system popen tmpnam

#endif
