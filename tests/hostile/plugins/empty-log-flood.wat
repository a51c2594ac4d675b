;; A million lines with nothing in them.
(func $work (param $repo i32)
  (local $left i32)
  (local.set $left (i32.const 1000000))
  (loop $more
    (call $emit (i32.const 2) (i32.const 4096) (i32.const 0))
    (local.set $left (i32.sub (local.get $left) (i32.const 1)))
    (br_if $more (local.get $left))))
