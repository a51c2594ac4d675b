//! Every row of both eras' `run`, and the order of the rows.

use super::*;
use crate::dependencies::Dependencies;
use fieldmark_sdk::testing::MemorySource;

/// Rule, command, port, and codes of remarks; or the code of a refusal.
fn run(era: Era, files: &[(&str, &str)]) -> String {
    let repo = MemorySource::new(files.iter().copied()).into_repo();
    let dependencies = Dependencies::read(&repo, era);
    let situation = Situation { repo: &repo, variables: Variables::new(&repo), dependencies: &dependencies };
    match builder(&situation, era) {
        None => "unknown".to_owned(),
        Some(Outcome::Refuses(remark)) => format!("refuses {}", remark.code),
        Some(Outcome::Starts(start)) => {
            let port = start.listen.map_or(String::new(), |listen| format!(" on {}", listen.port));
            let codes = start.ends.iter().chain(&start.remarks).map(|remark| format!(" !{}", &remark.code[7..]));
            format!("{}{port}{}", start.command, codes.collect::<String>())
        }
    }
}

fn today(files: &[(&str, &str)]) -> String {
    run(Era::Today, files)
}

fn era_3_5(files: &[(&str, &str)]) -> String {
    run(Era::OpenShift35, files)
}

const GUNICORN: (&str, &str) = ("requirements.txt", "gunicorn\n");
const WSGI: (&str, &str) = ("wsgi.py", "application = make()\n");
const BOUND: &str = "--bind=0.0.0.0:8080 --access-logfile=- on 8080";

fn env(text: &'static str) -> (&'static str, &'static str) {
    (".s2i/environment", text)
}

#[test]
fn gunicorn_conf_with_wsgi_app_goes_before_everything() {
    let conf = ("gunicorn.conf.py", "bind = '0.0.0.0:8085'\nwsgi_app = 'app:application'\n");
    let app = ("app.py", "application = 1\napplication.run()\n");
    assert_eq!(today(&[GUNICORN, conf, app, WSGI, env("APP_HOME=x\nAPP_FILE=app.py")]), "gunicorn on 8085");
    // Not installed, too old, without the text, another era.
    assert_eq!(today(&[conf, app]), "python app.py");
    assert_eq!(today(&[("requirements.txt", "gunicorn<20.1"), conf, app]), "python app.py");
    assert_eq!(today(&[("requirements.txt", "gunicorn==19.5.0"), conf, app]), "python app.py");
    assert_eq!(today(&[("requirements.txt", "gunicorn==23.0.0"), conf, app]), "gunicorn on 8085");
    assert_eq!(today(&[("requirements.txt", "gunicorn~=20.1.0"), conf, app]), "gunicorn on 8085");
    assert_eq!(today(&[GUNICORN, ("gunicorn.conf.py", "workers = 2\n"), app]), "python app.py");
    assert_eq!(era_3_5(&[GUNICORN, conf, app]), "python app.py");
    let unbound = ("gunicorn.conf.py", "wsgi_app = 'app:missing'\n");
    assert_eq!(today(&[GUNICORN, unbound, app]), "gunicorn on 8000 !object-missing !listens-on-loopback");
    assert_eq!(today(&[GUNICORN, unbound, env("PORT=9000")]), "gunicorn on 9000");
}

#[test]
fn scripts_go_before_programs_and_both_before_gunicorn() {
    let script = ("app.sh", "exec uwsgi --http-socket :8081\n");
    let app = ("app.py", "main()\n");
    for run in [today, era_3_5] {
        assert_eq!(run(&[GUNICORN, WSGI, script, app]), "./app.sh on 8081");
        assert_eq!(run(&[GUNICORN, WSGI, app]), "python app.py");
        assert_eq!(run(&[GUNICORN, WSGI, app, script, env("APP_SCRIPT=bin/go.sh"), ("bin/go.sh", "")]), "./bin/go.sh");
        assert_eq!(run(&[app, script, env("APP_SCRIPT=gone.sh")]), "refuses python.named-file-missing");
        assert_eq!(run(&[env("APP_FILE=gone.py"), app]), "refuses python.named-file-missing");
        // A name without `.sh` does not reach the plugin.
        assert_eq!(run(&[env("APP_SCRIPT=start"), app]), "./start");
    }
    // Only APP_FILE is set: today the default app.sh does not count any more.
    let other = ("other.py", "main()\n");
    assert_eq!(today(&[script, other, env("APP_FILE=other.py")]), "python other.py");
    assert_eq!(era_3_5(&[script, other, env("APP_FILE=other.py")]), "./app.sh on 8081");
}

#[test]
fn app_home_holds_the_files_today_and_only_wsgi_and_manage_then() {
    let home = env("APP_HOME=web");
    let app = ("web/app.py", "main()\n");
    assert_eq!(today(&[home, app]), "cd web && python app.py");
    assert_eq!(today(&[home, app, env("APP_HOME=/opt/app-root/src/web/")]), "cd web && python app.py");
    assert_eq!(era_3_5(&[home, app]), "unknown");
    let wsgi = ("web/wsgi.py", "application = 1\n");
    assert_eq!(today(&[GUNICORN, home, wsgi]), format!("cd web && gunicorn wsgi {BOUND}"));
    assert_eq!(era_3_5(&[GUNICORN, home, wsgi]), format!("gunicorn web.wsgi {BOUND}"));
    let django = ("requirements.txt", "django");
    assert_eq!(
        today(&[django, home, ("web/manage.py", "")]),
        "cd web && python manage.py runserver 0.0.0.0:8080 on 8080 !runserver"
    );
    assert_eq!(
        era_3_5(&[django, home, ("web/manage.py", "")]),
        "python web/manage.py runserver 0.0.0.0:8080 on 8080 !runserver"
    );
    assert_eq!(today(&[env("APP_HOME=../x"), app]), "unknown");
}

#[test]
fn app_module_wins_today_and_loses_then() {
    let app = ("app.py", "application = 1\nmain()\n");
    let module = env("APP_MODULE=app:application");
    assert_eq!(today(&[GUNICORN, app, module]), format!("gunicorn app:application {BOUND}"));
    assert_eq!(era_3_5(&[GUNICORN, app, module]), "python app.py !app-module-overruled");
    let off = env("APP_MODULE=app:application\nAPP_SCRIPT=\nAPP_FILE=\n");
    assert_eq!(era_3_5(&[GUNICORN, app, off]), format!("gunicorn app:application {BOUND}"));
    assert_eq!(today(&[app, module]), "unknown", "without gunicorn the variable only switches the defaults off");
}

#[test]
fn modules_come_from_the_variable_then_wsgi_then_the_package() {
    let setup = ("setup.py", "setup(name='shop')\n");
    let shop = ("shop/__init__.py", "application = 1\n");
    assert_eq!(today(&[GUNICORN, WSGI, setup, shop]), format!("gunicorn wsgi {BOUND}"));
    assert_eq!(today(&[GUNICORN, setup, shop]), format!("gunicorn shop {BOUND}"));
    assert_eq!(era_3_5(&[GUNICORN, setup, shop]), format!("gunicorn shop {BOUND}"));
    let below = ("lib/setup.py", "setup(name='shop')\n");
    assert_eq!(today(&[GUNICORN, below, ("lib/shop.py", "application = 1")]), format!("gunicorn shop {BOUND}"));
    assert_eq!(era_3_5(&[GUNICORN, below]), "unknown");
    assert_eq!(today(&[GUNICORN, ("a/b/setup.py", "setup(name='shop')")]), "unknown");
    assert_eq!(today(&[GUNICORN, setup]), format!("gunicorn shop {BOUND} !module-missing"));
    let computed = ("setup.py", "setup(name=read())\n");
    assert_eq!(
        today(&[GUNICORN, computed]),
        format!("gunicorn $(python setup.py --name) {BOUND} !package-name-computed")
    );
    assert_eq!(today(&[WSGI, setup]), "unknown", "gunicorn is not installed");
}

#[test]
fn gunicorn_takes_its_settings_from_port_or_its_own_variables() {
    assert_eq!(
        today(&[GUNICORN, WSGI, env("PORT=9000")]),
        "gunicorn wsgi --bind=0.0.0.0:9000 --access-logfile=- on 9000"
    );
    assert_eq!(era_3_5(&[GUNICORN, WSGI, env("PORT=9000")]), format!("gunicorn wsgi {BOUND}"));
    let conf = ("conf.py", "bind = \"0.0.0.0:7000\"\n");
    assert_eq!(today(&[GUNICORN, WSGI, conf, env("APP_CONFIG=conf.py")]), "gunicorn wsgi --config conf.py on 7000");
    let both = "gunicorn wsgi --bind=0.0.0.0:8080 --access-logfile=- --config conf.py on 8080";
    assert_eq!(era_3_5(&[GUNICORN, WSGI, conf, env("APP_CONFIG=conf.py")]), both);
    assert_eq!(today(&[GUNICORN, WSGI, env("GUNICORN_CMD_ARGS=--bind=:6000")]), "gunicorn wsgi --bind=:6000 on 6000");
    let unbound = "gunicorn wsgi --workers=2 on 8000 !listens-on-loopback";
    assert_eq!(today(&[GUNICORN, WSGI, env("GUNICORN_CMD_ARGS=--workers=2")]), unbound);
}

#[test]
fn what_gunicorn_cannot_load_is_seen() {
    assert_eq!(today(&[GUNICORN, ("wsgi.py", "app = 1\n")]), format!("gunicorn wsgi {BOUND} !object-missing"));
    assert_eq!(
        today(&[GUNICORN, env("APP_MODULE=\"shop:app\"")]),
        format!("gunicorn \"shop:app\" {BOUND} !module-malformed")
    );
    assert_eq!(
        today(&[GUNICORN, env("APP_MODULE=shop:app"), ("src/shop.py", "")]),
        format!("gunicorn shop:app {BOUND} !object-missing")
    );
}

#[test]
fn django_is_the_last_resort() {
    let django = ("requirements.txt", "Django\ngunicorn\n");
    let manage = ("manage.py", "");
    let expected = "python manage.py runserver 0.0.0.0:8080 on 8080 !runserver";
    assert_eq!(today(&[django, manage, ("site/wsgi.py", "application = 1")]), expected);
    assert_eq!(era_3_5(&[django, manage]), expected);
    assert_eq!(today(&[django, manage, WSGI]), format!("gunicorn wsgi {BOUND}"));
    assert_eq!(today(&[manage]), "unknown");
    assert_eq!(today(&[django]), "unknown");
    let project = ("pyproject.toml", "[project]\nname='x'\ndependencies=['django']\n");
    assert_eq!(today(&[project, manage]), expected);
    assert_eq!(era_3_5(&[project, manage]), "unknown", "that era installs nothing from pyproject.toml");
}

#[test]
fn program_that_only_defines_an_application_ends() {
    let flask = "from flask import Flask\napp = Flask(__name__)\n";
    assert_eq!(today(&[("app.py", flask)]), "python app.py !defines-only");
    let run = format!("{flask}app.run(host='0.0.0.0', port=3000)\n");
    assert_eq!(today(&[("app.py", &run)]), "python app.py on 3000");
    let local = format!("{flask}if __name__ == '__main__':\n  app.run()\n");
    assert_eq!(today(&[("app.py", &local)]), "python app.py on 5000 !listens-on-loopback");
    let script = ("app.py", "import streamlit as st\nst.run()\n");
    assert_eq!(today(&[("requirements.txt", "streamlit"), script]), "python app.py !defines-only");
}
