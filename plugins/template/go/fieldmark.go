// What a plugin is written with: the repository as the host shows it, a verdict that adds up by itself, and between them
// and the host the contract (wit/detector.wit) in the form in which it crosses the boundary.
package main

import (
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"strings"
	"unsafe"
)

// Place is a file by its number and a line counted from 1, or 0 for the whole file.
type Place struct {
	file, line int
}

// Nowhere is no place.
var Nowhere = Place{-1, 0}

// File is one that a pattern of the plugin matched. It is read when its text is asked for.
type File struct {
	repo   *Repo
	number int
	Path   string
}

// Whole is this file as a place.
func (file *File) Whole() Place { return Place{file.number, 0} }

// Line is a line of this file as a place, counted from 1.
func (file *File) Line(number int) Place { return Place{file.number, number} }

// Text is the whole text; if it cannot be read it is empty, and a warning says why.
func (file *File) Text() string { return file.repo.text(file.number) }

// LineWith is the place of the first line that contains a text.
func (file *File) LineWith(text string) (Place, bool) {
	for index, line := range strings.Split(file.Text(), "\n") {
		if strings.Contains(line, text) {
			return file.Line(index + 1), true
		}
	}
	return Nowhere, false
}

// Repo is the files that the plugin's patterns matched, sorted by path.
type Repo struct {
	handle   uint32
	Files    []*File
	texts    map[int]string
	findings []evidence
}

// File is the file with exactly this path, or nil.
func (repo *Repo) File(path string) *File {
	for _, file := range repo.Files {
		if file.Path == path {
			return file
		}
	}
	return nil
}

// WithExtension is all files with this extension.
func (repo *Repo) WithExtension(extension string) []*File {
	var found []*File
	for _, file := range repo.Files {
		if strings.HasSuffix(strings.ToLower(file.Path), "."+extension) {
			found = append(found, file)
		}
	}
	return found
}

type evidence struct {
	code, note string
	points     int32
	at         Place
}

type attribute struct {
	name, value string
	at          Place
}

type script struct{ name, body, why string }

// Verdict is a language, the reasons that add up to a score, and facts.
type Verdict struct {
	Language, Builder, BuilderVersion string
	reasons, warnings                 []evidence
	attributes                        []attribute
	scripts                           []script
}

// NewVerdict is a verdict of score 0.
func NewVerdict(language string) *Verdict { return &Verdict{Language: language} }

// Point adds a reason for the score.
func (verdict *Verdict) Point(points int32, code string, at Place, note string) {
	verdict.reasons = append(verdict.reasons, evidence{code, note, points, at})
}

// Attribute adds a fact; the contract lists the names that the host understands.
func (verdict *Verdict) Attribute(name, value string, at Place) {
	verdict.attributes = append(verdict.attributes, attribute{name, value, at})
}

// Warn adds a finding that people should see.
func (verdict *Verdict) Warn(code string, at Place, note string) {
	verdict.warnings = append(verdict.warnings, evidence{code, note, 0, at})
}

// Script adds a script that replaces one of the builder's own.
func (verdict *Verdict) Script(name, body, why string) {
	verdict.scripts = append(verdict.scripts, script{name, body, why})
}

// Failure says that the plugin cannot come to a verdict. That a repository is of another kind is a verdict without points.
type Failure struct{ Code, Detail, Hint string }

// Log is a line for `fieldmark plugin run` and `fieldmark explain`: 0 debug, 1 information, 2 warning.
func Log(level uint32, message string) {
	bytes := keep([]byte(message))
	logEmit(level, address(bytes), uint32(len(message)))
}

// --- What follows is the boundary. Addresses and lengths have 32 bits; a record lies there field by field. ---

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.paths
func snapshotPaths(self, answer uint32)

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.read-text
func snapshotReadText(self, path, most, answer uint32)

//go:wasmimport fieldmark:detector/repo@0.1.0 [resource-drop]snapshot
func snapshotDrop(self uint32)

//go:wasmimport fieldmark:detector/log@0.1.0 emit
func logEmit(level, text, length uint32)

//go:wasmimport fieldmark:detector/log@0.1.0 panicked
func logPanicked(text, length, at, atLength uint32)

// Memory that the host knows stays until the call is over; there is one call.
var kept [][]byte

func keep(bytes []byte) []byte {
	if len(bytes) == 0 {
		bytes = make([]byte, 1)
	}
	kept = append(kept, bytes)
	return bytes
}

func address(bytes []byte) uint32 { return uint32(uintptr(unsafe.Pointer(&bytes[0]))) }

// seen is a copy of what the host wrote.
func seen(at, length uint32) string {
	if length == 0 {
		return ""
	}
	return string(unsafe.Slice((*byte)(unsafe.Pointer(uintptr(at))), length))
}

//go:wasmexport cabi_realloc
func cabiRealloc(old, oldSize, align, size uint32) uint32 {
	// Of bytes that hold no pointers, the allocator aligns blocks of 8 and more to 8.
	memory := keep(make([]byte, max(size, 8)))
	copy(memory, seen(old, oldSize))
	return address(memory)
}

// Manifests are small; what is larger is none.
const mostText = 1 << 20

func (repo *Repo) text(number int) string {
	if text, known := repo.texts[number]; known {
		return text
	}
	answer := keep(make([]byte, 20))
	snapshotReadText(repo.handle, uint32(number), mostText, address(answer))
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(answer[at:]) }
	if answer[0] != 0 {
		note := "cannot be read: " + seen(word(4), word(8))
		repo.findings = append(repo.findings, evidence{"file.unreadable", note, 0, Place{number, 0}})
		repo.texts[number] = ""
	} else {
		repo.texts[number] = seen(word(4), word(8))
	}
	return repo.texts[number]
}

// record is a record in the making.
type record []byte

func (to record) word(at int, value uint32) { binary.LittleEndian.PutUint32(to[at:], value) }

func (to record) text(at int, text string) {
	to.word(at, address(keep([]byte(text))))
	to.word(at+4, uint32(len(text)))
}

func (to record) optional(at int, text string) {
	if text != "" {
		to.word(at, 1)
		to.text(at+4, text)
	}
}

func (to record) place(at int, place Place) {
	if place.file < 0 {
		return
	}
	to.word(at, 1)
	to.word(at+4, uint32(place.file))
	if place.line > 0 {
		to.word(at+8, 1)
		to.word(at+12, uint32(place.line))
	}
}

// list is a list of records of one size, each written by a function.
func (to record) list(at, count, size int, write func(index int, to record)) {
	all := keep(make([]byte, max(count*size, 8)))
	for index := range count {
		write(index, record(all[index*size:(index+1)*size]))
	}
	to.word(at, address(all))
	to.word(at+4, uint32(count))
}

func (to record) evidence(at int, all []evidence) {
	to.list(at, len(all), 36, func(index int, to record) {
		to.text(0, all[index].code)
		to.word(8, uint32(all[index].points))
		to.place(12, all[index].at)
		to.text(28, all[index].note)
	})
}

func (to record) verdict(verdict *Verdict, findings []evidence) {
	sum := int64(0)
	for _, reason := range verdict.reasons {
		sum += int64(reason.points)
	}
	to.word(4, uint32(min(max(sum, 0), 100)))
	to.text(8, verdict.Language)
	to.list(16, len(verdict.attributes), 32, func(index int, to record) {
		to.text(0, verdict.attributes[index].name)
		to.text(8, verdict.attributes[index].value)
		to.place(16, verdict.attributes[index].at)
	})
	to.optional(24, verdict.Builder)
	to.optional(36, verdict.BuilderVersion)
	to.list(48, len(verdict.scripts), 24, func(index int, to record) {
		to.text(0, verdict.scripts[index].name)
		to.text(8, verdict.scripts[index].body)
		to.text(16, verdict.scripts[index].why)
	})
	to.evidence(56, verdict.reasons)
	to.evidence(64, append(verdict.warnings, findings...))
}

func (to record) failure(failure *Failure) {
	to.word(0, 1)
	to.text(4, failure.Code)
	to.text(12, failure.Detail)
	to.optional(20, failure.Hint)
}

//go:wasmexport fieldmark:detector/detector@0.1.0#detect
func detect(handle, settings, length uint32) uint32 {
	defer forwardPanic()
	packed := keep(make([]byte, 8))
	snapshotPaths(handle, address(packed))
	repo := &Repo{handle: handle, texts: map[int]string{}}
	paths := seen(binary.LittleEndian.Uint32(packed), binary.LittleEndian.Uint32(packed[4:]))
	if paths != "" {
		for number, path := range strings.Split(paths, "\x00") {
			repo.Files = append(repo.Files, &File{repo, number, path})
		}
	}
	values := map[string]string{}
	for _, line := range strings.Split(seen(settings, length), "\n") {
		if key, value, found := strings.Cut(line, "="); found {
			values[key] = value
		}
	}
	answer := record(keep(make([]byte, 72)))
	if verdict, failure := judge(repo, values); failure != nil {
		answer.failure(failure)
	} else {
		answer.verdict(verdict, repo.findings)
	}
	snapshotDrop(handle)
	return address(answer)
}

// forwardPanic tells the host what a panic says before it becomes a bare trap.
func forwardPanic() {
	if cause := recover(); cause != nil {
		at := ""
		for _, line := range strings.Split(string(debug.Stack()), "\n") {
			if strings.Contains(line, "plugin.go:") {
				at = strings.TrimSpace(line)
				Log(2, at)
			}
		}
		message, place := keep([]byte(fmt.Sprint(cause))), keep([]byte(at))
		logPanicked(address(message), uint32(len(fmt.Sprint(cause))), address(place), uint32(len(at)))
		panic(cause)
	}
}

func main() {}
