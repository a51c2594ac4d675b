/* {{id}} projects. */
#include "fieldmark.h"

void judge(const fm_repo *repo, fm_text settings, fm_verdict *verdict) {
    (void)settings;
    fm_language(verdict, TEXT("{{id}}"));
    const fm_file *manifest = fm_find(repo, TEXT("{{id}}.json"));
    if (manifest) {
        fm_point(verdict, 40, TEXT("{{id}}.manifest"), fm_whole(manifest), TEXT("{{id}}.json describes a project"));
    }
    const fm_file *source = fm_find_ending(repo, TEXT(".{{id}}"));
    if (source) {
        fm_point(verdict, 10, TEXT("{{id}}.sources"), fm_whole(source), TEXT("there are {{id}} sources"));
    }
    fm_text text;
    if (manifest && fm_read(repo, manifest, &text, verdict)) {
        fm_place line = fm_line_with(manifest, text, TEXT("\"lighthouse\""));
        if (line.file >= 0) {
            fm_point(verdict, 15, TEXT("{{id}}.lighthouse"), line, TEXT("lighthouse is a dependency"));
            fm_attribute(verdict, TEXT("framework"), TEXT("lighthouse"), line);
            fm_attribute(verdict, TEXT("role"), TEXT("server"), line);
        }
    }
}
