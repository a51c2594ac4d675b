;; The part that all hostile plugins have in common. What differs is filled in: the size of the memory, where the heap begins, and the function `$work` with
;; whatever it needs. Its answer lies where `$answer` points to; the zeroes there mean "not mine".
(module
  (import "fieldmark:detector/repo@0.1.0" "[method]snapshot.paths" (func $paths (param i32 i32)))
  (import "fieldmark:detector/repo@0.1.0" "[method]snapshot.hits" (func $hits (param i32 i32)))
  (import "fieldmark:detector/repo@0.1.0" "[method]snapshot.size" (func $size (param i32 i32 i32)))
  (import "fieldmark:detector/repo@0.1.0" "[method]snapshot.read" (func $read (param i32 i32 i64 i32 i32)))
  (import "fieldmark:detector/repo@0.1.0" "[method]snapshot.read-text" (func $read-text (param i32 i32 i32 i32)))
  (import "fieldmark:detector/repo@0.1.0" "[resource-drop]snapshot" (func $drop (param i32)))
  (import "fieldmark:detector/log@0.1.0" "emit" (func $emit (param i32 i32 i32)))
  (import "fieldmark:detector/log@0.1.0" "panicked" (func $panicked (param i32 i32 i32 i32)))

  (memory (export "memory") {pages})
  (global $answer (mut i32) (i32.const 1024))

  ;; Where the host's answers are written: each call takes a new piece, `$forget` begins anew.
  (global $next (mut i32) (i32.const {heap}))
  (func $forget (global.set $next (i32.const {heap})))
  (func (export "cabi_realloc") (param i32 i32 i32) (param $bytes i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
    (global.set $next (i32.add (local.get $at) (local.get $bytes)))
    (block $fits
      (loop $grow
        (br_if $fits (i32.le_u (global.get $next) (i32.mul (memory.size) (i32.const 65536))))
        (if (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then (unreachable)))
        (br $grow)))
    (local.get $at))

  (func (export "fieldmark:detector/detector@0.1.0#detect") (param $repo i32) (param i32 i32) (result i32)
    (call $work (local.get $repo))
    (call $drop (local.get $repo))
    (global.get $answer))

  {body}
)
