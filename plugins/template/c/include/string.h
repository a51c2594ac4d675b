/* What the bindings and most plugins need of a C library. fieldmark.c defines it; there is no other. */
#ifndef FIELDMARK_STRING_H
#define FIELDMARK_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);
size_t strlen(const char *text);

#endif
