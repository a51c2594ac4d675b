/* What a plugin is written with: the repository as the host shows it, and a verdict that adds up by itself.
 *
 * Texts have a length and no final zero; those of the repository may hold any byte. Memory is never given back: every
 * call of the plugin begins with an empty one. */
#ifndef FIELDMARK_H
#define FIELDMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text. TEXT("…") makes one of a literal. */
typedef struct {
    const char *start;
    size_t length;
} fm_text;

#define TEXT(literal) ((fm_text){(literal), sizeof(literal) - 1})

bool fm_equal(fm_text one, fm_text other);
bool fm_ends_with(fm_text text, fm_text end);
bool fm_contains(fm_text text, fm_text part);

/* A place: the number of a file, and a line counted from 1 or 0 for the whole file. FM_NOWHERE is none. */
typedef struct {
    int64_t file;
    uint32_t line;
} fm_place;

#define FM_NOWHERE ((fm_place){-1, 0})

/* A file that one of the plugin's patterns matched. */
typedef struct {
    uint32_t number;
    fm_text path;
} fm_file;

/* The files that the plugin's patterns matched, sorted by path. */
typedef struct {
    const fm_file *files;
    size_t count;
    int32_t handle;
} fm_repo;

/* The file with exactly this path, or null. */
const fm_file *fm_find(const fm_repo *repo, fm_text path);
/* The first file whose name ends so, or null: TEXT(".c") for an extension. */
const fm_file *fm_find_ending(const fm_repo *repo, fm_text end);

typedef struct fm_verdict fm_verdict;

/* The whole text of a file. False, with a warning in the verdict, if it cannot be read. */
bool fm_read(const fm_repo *repo, const fm_file *file, fm_text *text, fm_verdict *verdict);

/* This file, or the first of its lines that contains a text (FM_NOWHERE if none does), as a place. */
fm_place fm_whole(const fm_file *file);
fm_place fm_line_with(const fm_file *file, fm_text text, fm_text part);

/* The language, a reason for the score, a fact, and a finding that people should see. wit/detector.wit lists the names
 * of facts that the host understands. */
void fm_language(fm_verdict *verdict, fm_text language);
void fm_point(fm_verdict *verdict, int32_t points, fm_text code, fm_place at, fm_text note);
void fm_attribute(fm_verdict *verdict, fm_text name, fm_text value, fm_place at);
void fm_warn(fm_verdict *verdict, fm_text code, fm_place at, fm_text note);
/* The image stream that builds it, and the versions of it that will do. */
void fm_builder(fm_verdict *verdict, fm_text stream, fm_text versions);

/* A line for `fieldmark plugin run` and `fieldmark explain`: 0 debug, 1 information, 2 warning. */
void fm_log(uint8_t level, fm_text message);

/* Ends the call and tells the host why. */
#define FM_PANIC(message) fm_panicked(TEXT(message), TEXT(__FILE__), __LINE__)
_Noreturn void fm_panicked(fm_text message, fm_text file, uint32_t line);

/* The plugin: defined in plugin.c. */
void judge(const fm_repo *repo, fm_text settings, fm_verdict *verdict);

#endif
