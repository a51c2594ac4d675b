;; Asks for all paths and all hits again and again.
(func $work (param $repo i32)
  (loop $more
    (call $paths (local.get $repo) (i32.const 64))
    (call $hits (local.get $repo) (i32.const 64))
    (call $forget)
    (br $more)))
