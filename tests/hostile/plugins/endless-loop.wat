;; Never comes back.
(func $work (param $repo i32)
  (loop $again (br $again)))
