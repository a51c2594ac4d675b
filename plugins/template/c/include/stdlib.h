/* What the bindings need of a C library. fieldmark.c defines it; there is no other. */
#ifndef FIELDMARK_STDLIB_H
#define FIELDMARK_STDLIB_H

#include <stddef.h>

void *malloc(size_t size);
void *realloc(void *old, size_t size);
void free(void *memory);
_Noreturn void abort(void);

#endif
