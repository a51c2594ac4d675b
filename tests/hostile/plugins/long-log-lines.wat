;; Lines of 4 MB, as many as the fuel allows.
(func $work (param $repo i32)
  (drop (memory.grow (i32.const 64)))
  (loop $more
    (call $emit (i32.const 2) (i32.const 0) (i32.const 4000000))
    (br $more)))
