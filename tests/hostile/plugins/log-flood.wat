;; A million lines of 100 bytes.
(func $work (param $repo i32)
  (local $left i32)
  (local.set $left (i32.const 1000000))
  (loop $more
    (call $emit (i32.const 2) (i32.const 4096) (i32.const 100))
    (local.set $left (i32.sub (local.get $left) (i32.const 1)))
    (br_if $more (local.get $left))))
