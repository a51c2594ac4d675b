;; Never gets as far as being called.
(start $begin)
(func $begin (loop $again (br $again)))
(func $work (param $repo i32))
