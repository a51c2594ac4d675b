//! That something was told, as reasons of the decision: the report says so.

use fieldmark_model::{ComponentInstructions, Reason, Told};

/// That a plugin was raised or lowered.
pub(crate) fn of_points(plugin: &str, told: &Told<i32>) -> Reason {
    let (points, verb) = (told.value, if told.value < 0 { "lowered" } else { "raised" });
    reason(told, "told.points", points, format!("told: {plugin} is {verb} by {}", points.abs()))
}

/// That a component was told of, part by part.
pub(crate) fn of_component(told: &ComponentInstructions) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(language) = &told.language {
        reasons.push(reason(language, "told.language", 0, format!("told: it is {}", language.value)));
    }
    if let Some(strategy) = &told.strategy {
        reasons.push(reason(strategy, "told.strategy", 0, format!("told: strategy {} builds it", strategy.value)));
    }
    if let Some(builder) = &told.builder {
        reasons.push(reason(builder, "told.builder", 0, format!("told: {} builds it", builder.value)));
    }
    if let Some(version) = &told.version {
        reasons.push(reason(version, "told.version", 0, format!("told: version {}", version.value.0)));
    }
    if let Some(start) = &told.start {
        reasons.push(reason(start, "told.start", 0, format!("told: `{}` starts it", start.value)));
    }
    if let Some(ports) = &told.ports {
        let numbers: Vec<String> = ports.value.iter().map(ToString::to_string).collect();
        let note = if numbers.is_empty() {
            "told: it listens on no port".to_owned()
        } else {
            format!("told: it listens on port {}", numbers.join(", "))
        };
        reasons.push(reason(ports, "told.ports", 0, note));
    }
    reasons
}

fn reason<T>(told: &Told<T>, code: &str, points: i32, note: String) -> Reason {
    let (path, line) = told.from.clone().map_or((None, None), |from| (Some(from.path), from.line));
    Reason { code: code.to_owned(), points, path, line, note }
}
