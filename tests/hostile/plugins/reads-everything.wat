;; Reads the same mebibyte of a file until the host refuses, and passes on what it says to that.
(func $work (param $repo i32)
  (loop $more
    (call $forget)
    (call $read (local.get $repo) (i32.const 0) (i64.const 0) (i32.const 1048576) (i32.const 64))
    (br_if $more (i32.eqz (i32.load8_u (i32.const 64)))))
  (call $emit (i32.const 1) (i32.load (i32.const 68)) (i32.load (i32.const 72)))
  (call $emit (i32.const 1) (i32.load (i32.const 76)) (i32.load (i32.const 80))))
