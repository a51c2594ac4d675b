;; Lets its table grow until it may not, and takes that badly.
(table $table 1 funcref)
(func $work (param $repo i32)
  (loop $more
    (br_if $more (i32.ne (table.grow $table (ref.null func) (i32.const 1000)) (i32.const -1))))
  unreachable)
