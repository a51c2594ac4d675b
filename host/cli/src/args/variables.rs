//! `-e NAME=VALUE`: variables that the builder is given.

use clap::Args;

/// Variables of the builder, beside those of the repository's `.s2i/environment`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Variables {
    /// Variable that the builder is given, as with `s2i build -e`; it goes before `.s2i/environment`; may be given more
    /// than once
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) variables: Vec<(String, String)>,
}

/// Splits at the first `=`; the value may be empty, which is not the same as not being set.
fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is not of the form NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_may_hold_anything_and_a_name_is_needed() {
        let pair = |name: &str, value: &str| Ok((name.to_owned(), value.to_owned()));
        assert_eq!(variable("APP_MODULE=shop:make(a=1)"), pair("APP_MODULE", "shop:make(a=1)"));
        assert_eq!(variable("PSGI_FILE="), pair("PSGI_FILE", ""));
        assert!(variable("APP_MODULE").is_err());
        assert!(variable("=x").is_err());
    }
}
