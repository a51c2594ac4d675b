;; Wants a file as text that is larger than a text may be, and passes on what the host says to that.
(func $work (param $repo i32)
  (call $read-text (local.get $repo) (i32.const 0) (i32.const -1) (i32.const 64))
  (if (i32.eqz (i32.load8_u (i32.const 64))) (then unreachable))
  (call $emit (i32.const 1) (i32.load (i32.const 68)) (i32.load (i32.const 72))))
