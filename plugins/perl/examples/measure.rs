use fieldmark_testkit::{Case, detect};
use std::path::Path;
fn main() {
    let manifest = Case::manifest(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let case = Case { name: line.clone(), folder: Path::new("/work/corpus").join(&line), settings: String::new() };
        let view = match case.view(&manifest) {
            Ok(v) => v,
            Err(e) => {
                println!("{line}\tERR {e}");
                continue;
            }
        };
        let v = detect::<fieldmark_plugin_perl::Perl>(&view, "").unwrap();
        use fieldmark_model::RepoView;
        v.check(view.paths().len()).unwrap();
        let a: Vec<_> = v.attributes.iter().map(|a| format!("{}={}", a.name, a.value)).collect();
        let e: Vec<_> = v.evidence.iter().map(|a| format!("{}:{}", a.code, a.points)).collect();
        let w: Vec<_> = v.warnings.iter().map(|a| a.note.clone()).collect();
        println!(
            "{line}\t{}\t{:?}\t{}\tEV {}\tW {}\tS {}",
            v.score,
            v.builder_version,
            a.join("; "),
            e.join(" "),
            w.join(" | "),
            v.scripts.iter().map(|s| s.body.replace('\n', "\\n")).collect::<Vec<_>>().join(" ")
        );
    }
}
