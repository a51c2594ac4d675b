// {{id}} projects.
package main

func judge(repo *Repo, settings map[string]string) (*Verdict, *Failure) {
	verdict := NewVerdict("{{id}}")
	manifest := repo.File("{{id}}.json")
	if manifest != nil {
		verdict.Point(40, "{{id}}.manifest", manifest.Whole(), "{{id}}.json describes a project")
	}
	if sources := repo.WithExtension("{{id}}"); len(sources) > 0 {
		verdict.Point(10, "{{id}}.sources", sources[0].Whole(), "there are {{id}} sources")
	}
	if manifest != nil {
		if line, found := manifest.LineWith("\"lighthouse\""); found {
			verdict.Point(15, "{{id}}.lighthouse", line, "lighthouse is a dependency")
			verdict.Attribute("framework", "lighthouse", line)
			verdict.Attribute("role", "server", line)
		}
	}
	return verdict, nil
}
