;; Calls itself, and has something to do afterwards.
(func $deeper (param $depth i32) (result i32)
  (i32.add (i32.const 1) (call $deeper (i32.add (local.get $depth) (i32.const 1)))))
(func $work (param $repo i32)
  (drop (call $deeper (i32.const 0))))
