;; Asks for a file that is not among its own, and passes on what the host says to that.
(func $work (param $repo i32)
  (call $read-text (local.get $repo) (i32.const 2) (i32.const 100) (i32.const 64))
  (if (i32.eqz (i32.load8_u (i32.const 64))) (then unreachable))
  (call $emit (i32.const 1) (i32.load (i32.const 68)) (i32.load (i32.const 72)))
  (call $read (local.get $repo) (i32.const -1) (i64.const -1) (i32.const -1) (i32.const 64))
  (if (i32.eqz (i32.load8_u (i32.const 64))) (then unreachable))
  (call $emit (i32.const 1) (i32.load (i32.const 68)) (i32.load (i32.const 72))))
