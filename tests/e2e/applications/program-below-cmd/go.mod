// Proves the override for a program that is not at the root, on a port that its image does not expose.
module example.org/ferry

go 1.18
