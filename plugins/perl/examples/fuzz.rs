use fieldmark_sdk::{Plugin, Settings, testing::MemorySource};
fn main() {
    let words = ["gem ", "'", "\"", "~>", ">=", "3.2", "é", "\n", " ", "group :test do", "end", "ruby ", "file:", "[", "]", "{", "}", ",", ":", "=>", "puma", " puma (", ")", "    ", "RUBY VERSION", "requires ", "perl", "v5", ".036", "use ", "on ", "sub {", ";", "DOCUMENTROOT=", "PSGI_FILE=", "../", "$PORT", "${PORT:-", "web: ", "\"require\": {", "\"php\": \"", "^8.1", "||", "|", "-", " - ", "*", "@dev", "\u{202e}", "\r", "\0", "99999999999", "1.2.3.4.5.6.7.8", "Port:", "set :port,", "RewriteRule ", "public/", "rackup", "ruby app.rb", "APP_PORT=", "group:", "File.read", "#{", "#\\ -s thin", "RAILS_ENV=", "$(id)"];
    let names = ["cpanfile","Makefile.PL","dist.ini","META.json",".perl-version","app.psgi","b.psgi","index.pl","script/x",".s2i/environment"];
    let mut s: u64 = 88172645463325252;
    let mut next = |n: usize| { s ^= s << 13; s ^= s >> 7; s ^= s << 17; (s % n as u64) as usize };
    for i in 0..60000 {
        let mut files = Vec::new();
        for n in names { if next(3) > 0 { let k = next(14); let t: String = (0..k).map(|_| words[next(words.len())]).collect(); files.push((n.to_string(), t)); } }
        let repo = MemorySource::new(files.clone()).into_repo();
        let v = fieldmark_plugin_perl::Perl::detect(&repo, &Settings::parse(if i % 2 == 0 { "" } else { "era=3.5" })).unwrap();
        if let Some(r) = &v.builder_version { r.parse::<fieldmark_model::VersionRange>().unwrap_or_else(|e| panic!("{r}: {e} {files:?}")); }
        for sc in &v.scripts { for l in sc.body.lines().filter(|l| l.starts_with("exec")) { let l = l.replace("${STI_SCRIPTS_PATH:-/usr/libexec/s2i}", "").replace("'http://*:8080'",""); assert!(!l.contains(['$', '`', ';', '&', '|', '<', '>', '\'', '(']), "{l}"); } assert!(!sc.body.chars().any(|c| c.is_control() && c != '\n')); }
    }
    println!("perl ok");
}
