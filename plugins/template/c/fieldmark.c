/* What stands between the plugin and the generated bindings. */
#include "fieldmark.h"

#include "language_plugin.h"
#include <stdlib.h>
#include <string.h>

/* --- Memory: it only grows, and is gone with the call. --- */

extern unsigned char __heap_base;
static uintptr_t next_free;

#define PAGE 65536u

void *malloc(size_t size) {
    if (next_free == 0) {
        next_free = (uintptr_t)&__heap_base;
    }
    uintptr_t start = (next_free + 15) & ~(uintptr_t)15;
    uintptr_t end = start + size;
    if (end < start) {
        abort();
    }
    uintptr_t have = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == (size_t)-1) {
        abort();
    }
    next_free = end;
    return (void *)start;
}

void *realloc(void *old, size_t size) {
    void *moved = malloc(size);
    if (old != NULL) {
        /* How long it was is not known; what lies behind it is memory all the same. */
        size_t most = (uintptr_t)moved - (uintptr_t)old;
        memmove(moved, old, size < most ? size : most);
    }
    return moved;
}

void free(void *memory) { (void)memory; }

_Noreturn void abort(void) { __builtin_trap(); }

void *memmove(void *to, const void *from, size_t size) {
    unsigned char *target = to;
    const unsigned char *source = from;
    if (target < source) {
        for (size_t i = 0; i < size; i++) target[i] = source[i];
    } else {
        for (size_t i = size; i > 0; i--) target[i - 1] = source[i - 1];
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t size) { return memmove(to, from, size); }

void *memset(void *to, int byte, size_t size) {
    for (size_t i = 0; i < size; i++) ((unsigned char *)to)[i] = (unsigned char)byte;
    return to;
}

int memcmp(const void *one, const void *other, size_t size) {
    const unsigned char *a = one, *b = other;
    for (size_t i = 0; i < size; i++) {
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != 0) length++;
    return length;
}

/* The bindings want the type of the component to be linked in; `fieldmark plugin build` writes it by itself. */
void __component_type_object_force_link_language_plugin(void) {}

/* --- Texts and places --- */

bool fm_equal(fm_text one, fm_text other) {
    return one.length == other.length && memcmp(one.start, other.start, one.length) == 0;
}

bool fm_ends_with(fm_text text, fm_text end) {
    return text.length >= end.length &&
           memcmp(text.start + text.length - end.length, end.start, end.length) == 0;
}

bool fm_contains(fm_text text, fm_text part) {
    for (size_t at = 0; at + part.length <= text.length; at++) {
        if (memcmp(text.start + at, part.start, part.length) == 0) return true;
    }
    return false;
}

fm_place fm_whole(const fm_file *file) { return (fm_place){file->number, 0}; }

fm_place fm_line_with(const fm_file *file, fm_text text, fm_text part) {
    uint32_t number = 1;
    for (size_t start = 0; start < text.length; number++) {
        size_t end = start;
        while (end < text.length && text.start[end] != '\n') end++;
        if (fm_contains((fm_text){text.start + start, end - start}, part)) {
            return (fm_place){file->number, number};
        }
        start = end + 1;
    }
    return FM_NOWHERE;
}

const fm_file *fm_find(const fm_repo *repo, fm_text path) {
    for (size_t i = 0; i < repo->count; i++) {
        if (fm_equal(repo->files[i].path, path)) return &repo->files[i];
    }
    return NULL;
}

const fm_file *fm_find_ending(const fm_repo *repo, fm_text end) {
    for (size_t i = 0; i < repo->count; i++) {
        if (fm_ends_with(repo->files[i].path, end)) return &repo->files[i];
    }
    return NULL;
}

/* --- The verdict --- */

typedef exports_fieldmark_detector_detector_evidence_t evidence;
typedef exports_fieldmark_detector_detector_attribute_t attribute;

#define MOST 512 /* entries of one list, as the host counts them */

struct fm_verdict {
    fm_text language, builder, versions;
    evidence reasons[MOST], findings[MOST];
    attribute facts[MOST];
    size_t reason_count, finding_count, fact_count;
};

static language_plugin_string_t string(fm_text text) {
    return (language_plugin_string_t){(uint8_t *)text.start, text.length};
}

static language_plugin_option_u32_t file_of(fm_place at) {
    return (language_plugin_option_u32_t){at.file >= 0, at.file >= 0 ? (uint32_t)at.file : 0};
}

static language_plugin_option_u32_t line_of(fm_place at) {
    return (language_plugin_option_u32_t){at.file >= 0 && at.line > 0, at.line};
}

void fm_language(fm_verdict *verdict, fm_text language) { verdict->language = language; }

void fm_point(fm_verdict *verdict, int32_t points, fm_text code, fm_place at, fm_text note) {
    if (verdict->reason_count == MOST) FM_PANIC("too many reasons");
    verdict->reasons[verdict->reason_count++] =
        (evidence){string(code), points, file_of(at), line_of(at), string(note)};
}

void fm_warn(fm_verdict *verdict, fm_text code, fm_place at, fm_text note) {
    if (verdict->finding_count == MOST) FM_PANIC("too many findings");
    verdict->findings[verdict->finding_count++] = (evidence){string(code), 0, file_of(at), line_of(at), string(note)};
}

void fm_attribute(fm_verdict *verdict, fm_text name, fm_text value, fm_place at) {
    if (verdict->fact_count == MOST) FM_PANIC("too many facts");
    verdict->facts[verdict->fact_count++] = (attribute){string(name), string(value), file_of(at), line_of(at)};
}

void fm_builder(fm_verdict *verdict, fm_text stream, fm_text versions) {
    verdict->builder = stream;
    verdict->versions = versions;
}

/* --- The host --- */

bool fm_read(const fm_repo *repo, const fm_file *file, fm_text *text, fm_verdict *verdict) {
    language_plugin_string_t read;
    fieldmark_detector_repo_read_error_t error;
    fieldmark_detector_repo_borrow_snapshot_t snapshot = {repo->handle};
    /* Manifests are small; what is larger than 1 MiB is none. */
    if (fieldmark_detector_repo_method_snapshot_read_text(snapshot, file->number, 1 << 20, &read, &error)) {
        *text = (fm_text){(const char *)read.ptr, read.len};
        return true;
    }
    fm_warn(verdict, TEXT("file.unreadable"), fm_whole(file), (fm_text){(const char *)error.detail.ptr, error.detail.len});
    return false;
}

void fm_log(uint8_t level, fm_text message) {
    language_plugin_string_t line = string(message);
    fieldmark_detector_log_emit(level, &line);
}

_Noreturn void fm_panicked(fm_text message, fm_text file, uint32_t line) {
    char digits[10];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0);
    char *at = malloc(file.length + 1 + count);
    memcpy(at, file.start, file.length);
    at[file.length] = ':';
    for (size_t i = 0; i < count; i++) at[file.length + 1 + i] = digits[count - 1 - i];
    language_plugin_string_t said = string(message), where = {(uint8_t *)at, file.length + 1 + count};
    fieldmark_detector_log_panicked(&said, &where);
    __builtin_trap();
}

static fm_repo opened(int32_t handle) {
    language_plugin_string_t packed;
    fieldmark_detector_repo_method_snapshot_paths((fieldmark_detector_repo_borrow_snapshot_t){handle}, &packed);
    size_t count = packed.len > 0;
    for (size_t i = 0; i < packed.len; i++) count += packed.ptr[i] == 0;
    fm_file *files = malloc(count * sizeof(fm_file));
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = start;
        while (end < packed.len && packed.ptr[end] != 0) end++;
        files[i] = (fm_file){(uint32_t)i, {(const char *)packed.ptr + start, end - start}};
        start = end + 1;
    }
    return (fm_repo){files, count, handle};
}

bool exports_fieldmark_detector_detector_detect(exports_fieldmark_detector_detector_borrow_snapshot_t snapshot,
                                                language_plugin_string_t *settings,
                                                exports_fieldmark_detector_detector_verdict_t *ret,
                                                exports_fieldmark_detector_detector_failure_t *err) {
    (void)err; /* A plugin that cannot come to a verdict says so with FM_PANIC. */
    fm_repo repo = opened(snapshot.__handle);
    fm_verdict *verdict = malloc(sizeof(fm_verdict));
    memset(verdict, 0, sizeof(fm_verdict));
    judge(&repo, (fm_text){(const char *)settings->ptr, settings->len}, verdict);
    int64_t sum = 0;
    for (size_t i = 0; i < verdict->reason_count; i++) sum += verdict->reasons[i].points;
    memset(ret, 0, sizeof(*ret));
    ret->score = sum < 0 ? 0 : sum > 100 ? 100 : (uint32_t)sum;
    ret->language = string(verdict->language);
    ret->builder = (language_plugin_option_string_t){verdict->builder.length > 0, string(verdict->builder)};
    ret->builder_version = (language_plugin_option_string_t){verdict->versions.length > 0, string(verdict->versions)};
    ret->attributes.ptr = verdict->facts;
    ret->attributes.len = verdict->fact_count;
    ret->evidence.ptr = verdict->reasons;
    ret->evidence.len = verdict->reason_count;
    ret->warnings.ptr = verdict->findings;
    ret->warnings.len = verdict->finding_count;
    fieldmark_detector_repo_snapshot_drop_borrow(snapshot);
    return true;
}
