;; Takes memory until it gets no more, and goes on with what it has.
(func $work (param $repo i32)
  (loop $more
    (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))))
