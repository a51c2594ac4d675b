;; Asks for the size of a file a million times.
(func $work (param $repo i32)
  (local $left i32)
  (local.set $left (i32.const 1000000))
  (loop $more
    (call $size (local.get $repo) (i32.const 0) (i32.const 64))
    (call $forget)
    (local.set $left (i32.sub (local.get $left) (i32.const 1)))
    (br_if $more (local.get $left))))
