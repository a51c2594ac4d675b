//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // A program that may lie anywhere has 70 000 addresses put right at every start, which takes longer than its own
    // work on a small repository. ARCHITECTURE.md ("Start-up") says what is given up for it.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bin=fieldmark=-no-pie");
    }
}
