//! `NAME=VALUE` on the command line.

use crate::report::Problem;
use fieldmark_objects::EnvironmentVariable;
use std::collections::BTreeMap;

/// Labels: `a=b,c=d`.
pub(crate) fn labels(text: &str) -> Result<BTreeMap<String, String>, Problem> {
    let pairs = text.split(',').filter(|pair| !pair.is_empty());
    pairs.map(split).collect()
}

/// Variables, in order.
pub(crate) fn variables(texts: &[String]) -> Result<Vec<EnvironmentVariable>, Problem> {
    texts
        .iter()
        .map(|text| split(text).map(|(name, value)| EnvironmentVariable { name, value, value_from: None }))
        .collect()
}

fn split(text: &str) -> Result<(String, String), Problem> {
    let (name, value) =
        text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| Problem::no_pair(text))?;
    Ok((name.to_owned(), value.to_owned()))
}
