//! A verdict as a hostile plugin would make it: what passes the check can be printed as it is.
#![no_main]

use fieldmark_model::{Attribute, Evidence, Script, Verdict};
use fieldmark_test_fuzz::is_plain_line;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Texts that a plugin is likely to send, beside any other.
const WORDS: [&str; 8] = ["run", "assemble", "python", "#!/bin/sh\n", ">=3.9, <3.13", "port", "a.b", "\u{1b}[31m"];

fuzz_target!(|bytes: &[u8]| {
    let mut input = Unstructured::new(bytes);
    let Ok((verdict, paths)) = verdict(&mut input) else { return };
    let bytes = verdict.text_bytes();
    if verdict.check(paths).is_err() {
        return;
    }
    assert!(verdict.score <= 100);
    let head = [&verdict.language].into_iter().chain(&verdict.builder).chain(&verdict.builder_version);
    let findings = verdict.evidence.iter().chain(&verdict.warnings);
    let lines = head
        .chain(findings.clone().flat_map(|entry| [&entry.code, &entry.note]))
        .chain(verdict.attributes.iter().flat_map(|attribute| [&attribute.name, &attribute.value]))
        .chain(verdict.scripts.iter().flat_map(|script| [&script.name, &script.why]));
    for line in lines {
        assert!(is_plain_line(line), "{line:?} passed");
    }
    assert!(findings.filter_map(|entry| entry.path).all(|path| (path as usize) < paths));
    assert!(verdict.scripts.iter().all(|script| script.body.starts_with("#!")));
    assert!(bytes <= 5 * 512 * 2 * 4096 + verdict.scripts.iter().map(|s| s.body.len() as u64).sum::<u64>());
});

fn verdict(input: &mut Unstructured<'_>) -> Result<(Verdict, usize)> {
    let evidence = list(input, evidence)?;
    // Most verdicts shall pass the first check.
    let sum: i64 = evidence.iter().map(|entry| i64::from(entry.points)).sum();
    let honest = u32::try_from(sum.clamp(0, 100)).unwrap_or_default();
    let verdict = Verdict {
        score: if input.ratio(9, 10)? { honest } else { input.arbitrary()? },
        language: text(input)?,
        attributes: list(input, attribute)?,
        builder: option(input, text)?,
        builder_version: option(input, text)?,
        scripts: list(input, script)?,
        evidence,
        warnings: list(input, self::evidence)?,
    };
    Ok((verdict, input.arbitrary::<u8>()?.into()))
}

fn evidence(input: &mut Unstructured<'_>) -> Result<Evidence> {
    let (code, note) = (text(input)?, text(input)?);
    Ok(Evidence { code, note, points: input.arbitrary()?, path: place(input)?, line: place(input)? })
}

fn attribute(input: &mut Unstructured<'_>) -> Result<Attribute> {
    let (name, value) = (text(input)?, text(input)?);
    Ok(Attribute { name, value, path: place(input)?, line: place(input)? })
}

fn script(input: &mut Unstructured<'_>) -> Result<Script> {
    Ok(Script { name: text(input)?, body: text(input)?, why: text(input)? })
}

fn place(input: &mut Unstructured<'_>) -> Result<Option<u32>> {
    option(input, |input| Ok(input.arbitrary::<u8>()?.into()))
}

fn text(input: &mut Unstructured<'_>) -> Result<String> {
    if input.ratio(1, 2)? { Ok((*input.choose(&WORDS)?).to_owned()) } else { input.arbitrary() }
}

fn option<T>(input: &mut Unstructured<'_>, make: impl Fn(&mut Unstructured<'_>) -> Result<T>) -> Result<Option<T>> {
    if input.arbitrary()? { make(input).map(Some) } else { Ok(None) }
}

fn list<T>(input: &mut Unstructured<'_>, make: impl Fn(&mut Unstructured<'_>) -> Result<T>) -> Result<Vec<T>> {
    let length = input.int_in_range(0..=4)?;
    (0..length).map(|_| make(input)).collect()
}
