//! A Django project whose `manage.py` the builder does not find, because it looks in `APP_HOME` only.

use super::Override;
use crate::{
    module,
    run::{Situation, wsgi_module},
    sources,
};

/// How the script migrates, by the builder's own rule.
const MIGRATE: &str = "[ -n \"$DISABLE_MIGRATE\" ] || python manage.py migrate --noinput";

/// The project below the root.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    situation.dependencies.declared("django")?;
    let own = sources::all(situation.repo);
    let manage = own.iter().filter(|file| file.name() == "manage.py" && (1..=2).contains(&file.depth()));
    let manage = manage.min_by_key(|file| file.depth())?;
    let home = manage.directory();
    if !module::is_safe_path(home) || situation.home().as_deref() == Some(home) {
        return None;
    }
    let why = format!("manage.py stands in {home}, where the builder looks for it only with APP_HOME={home}");
    let found = match (situation.dependencies.installed("gunicorn"), wsgi_module(situation, home)) {
        (Some(_), Some(module)) => {
            let command = format!("gunicorn --bind 0.0.0.0:{{port}} --access-logfile - {module}");
            Override::new(command, manage.whole(), why).needing("gunicorn")
        }
        _ => Override::new("python manage.py runserver 0.0.0.0:{port}", manage.whole(), why)
            .needing("django")
            .for_development(),
    };
    Some(found.inside(home).after(MIGRATE))
}
