use super::*;

/// Ports of a file whose instructions are joined by `;`.
fn ports(instructions: &str) -> Vec<u16> {
    let file = read(&instructions.replace("; ", "\n"));
    file.stages.last().map(|stage| stage.ports.iter().map(|port| port.value.number).collect()).unwrap_or_default()
}

/// The same of the last stage by itself.
fn of_last_stage(instructions: &str) -> Vec<u16> {
    read(&instructions.replace("; ", "\n")).ports_of_last_stage.iter().map(|port| port.value.number).collect()
}

fn last(text: &str) -> Stage {
    read(text).stages.pop().unwrap()
}

#[test]
fn exposed_ports_see_the_variables_of_their_line() {
    let cases: &[(&str, &[u16])] = &[
        ("ENV PORT 8080; EXPOSE $PORT", &[8080]),
        ("ARG PORT=8080; EXPOSE $PORT", &[8080]),
        ("EXPOSE 8080-9000", &[8080]),
        ("ARG PORT=8080-8085; ENV PORT2 \"$PORT\"; ENV PORT3=\"$PORT2\"; EXPOSE $PORT3", &[8080]),
        ("ENV PORT=8080; EXPOSE $PORT; ENV PORT=10", &[8080]),
        ("ENV PORT2 8081; ENV PORT=8080; EXPOSE ${PORT} \"${PORT2:-8085}\" ${PORT_MISSING:-8082}", &[8080, 8081, 8082]),
        ("ENV PORT2 8081; ENV PORT=8080; EXPOSE ${PORT} \"${PORT2:+8085}\" ${PORT_MISSING:+8082}", &[8080, 8085]),
        ("ENV PORT 8081; FROM centos:7; ENV PORT 8080; EXPOSE $PORT", &[8080]),
        ("ENV PORT 8080; FROM centos:7; EXPOSE $PORT", &[]),
        ("ENV PORT 8080; ENV PORT=8090 PORT1=$PORT PORT=9080; EXPOSE $PORT1", &[8080]),
        ("ENV PORT 8080; EXPOSE ${PORT}-8090", &[8080]),
        ("EXPOSE 8080; FROM centos:7; EXPOSE 8000; EXPOSE 9090 9091", &[8000, 9090, 9091]),
        ("EXPOSE", &[]),
        ("EXPOSE 8080 8080/tcp", &[8080]),
    ];
    for (tail, expected) in cases {
        let text = format!("FROM centos:7; {tail}");
        assert_eq!((&*ports(&text), &*of_last_stage(&text)), (*expected, *expected), "{tail}");
    }
    let early = "EXPOSE 777; FROM centos:7; EXPOSE 1";
    assert_eq!((ports(early), of_last_stage(early)), (vec![1], vec![1]));
}

/// What `oc new-app` reads (new-app.md 8.4), where that is not what the image exposes.
#[test]
fn last_stage_by_itself_differs_from_the_image() {
    for (text, image, stage) in [
        // Port 0 passes; numbers and protocols that are none do not.
        ("FROM x; EXPOSE 0 8080/sctp 65535 65536 53/UDP http", &[65535, 53][..], &[0, 65535, 53][..]),
        // Of a range only the lowest port counts.
        ("FROM x; EXPOSE 0-90", &[], &[0]),
        // Build arguments from before the first FROM are known without being asked for.
        ("ARG PORT=8080; FROM x; EXPOSE $PORT", &[], &[8080]),
        ("ARG PORT=8080; FROM x; ARG PORT; EXPOSE $PORT", &[8080], &[8080]),
        ("ARG PORT=8080; FROM x; ARG PORT=\"81\"; EXPOSE $PORT", &[81], &[81]),
        ("ARG PORT=8080; FROM x; ENV PORT 82; EXPOSE $PORT", &[82], &[82]),
        // Nothing is taken over from the stage that the last one is built on: neither ports nor variables.
        ("FROM x AS a; ENV PORT=81; EXPOSE 80; FROM a; EXPOSE ${PORT} ${PORT:-82}", &[80, 81], &[82]),
        ("FROM x AS a; EXPOSE 80; FROM a", &[80], &[]),
        // An instruction for those who build on the image is none of this one.
        ("FROM x; ONBUILD EXPOSE 80; EXPOSE 81", &[81], &[81]),
        ("FROM x; EXPOSE ${A:?is missing} ${B+8080}81 82", &[81, 82], &[81, 82]),
    ] {
        assert_eq!((&*ports(text), &*of_last_stage(text)), (image, stage), "{text}");
    }
}

#[test]
fn files_of_every_writing_are_read() {
    let read = |text: &str| (last(text).written, last(text).base.image, ports(text));
    let plain = ("x:1".to_owned(), "x:1".to_owned(), vec![80]);
    for text in [
        "FROM x:1\r\nEXPOSE 80\r\n",
        "\u{feff}FROM x:1\nEXPOSE 80",
        "# syntax=docker/dockerfile:1\n# check=skip=all\nfrom x:1\nexpose 80",
        "# escape=`\nFROM `\n  x:1\nEXPOSE 80",
        "FROM --platform=$BUILDPLATFORM x:1\nEXPOSE \\\n# why\n\n  80\n",
        "FROM x:1\nRUN <<EOF\nEXPOSE 90\nFROM y\nEOF\nEXPOSE 80",
        "FROM y\nFROM x:1 AS final\nEXPOSE 80",
    ] {
        assert_eq!(read(text), plain, "{text:?}");
    }
    let quoted = read("ARG IMAGE=\"x:1\"\nFROM \"${IMAGE:-y}\"\nEXPOSE 80");
    assert_eq!(quoted, ("\"${IMAGE:-y}\"".to_owned(), "x:1".to_owned(), vec![80]));
    assert_eq!(last("FROM x AS a\nFROM A AS b\nFROM b").base.image, "x");
}

#[test]
fn from_is_expanded_with_global_arguments_only() {
    let stage = last("ARG V=3.12\nARG IMAGE=python:${V}\nFROM --platform=$BUILDPLATFORM ${IMAGE}-slim AS Web\nENV V 1");
    assert_eq!((stage.base.image.as_str(), stage.name.as_deref()), ("python:3.12-slim", Some("web")));
    assert_eq!(last("FROM a\nARG V=1\nFROM b:${V:-2}").base.image, "b:2");
    assert_eq!(last("FROM b:${V}").base.missing, ["V"]);
}

#[test]
fn stage_takes_over_from_the_stage_it_is_built_on() {
    let text = "FROM node:20 AS base\nENV PORT=3000\nEXPOSE 80\nUSER 1000\nCMD [\"a\"]\n\
                FROM golang AS other\nFROM BASE\nEXPOSE $PORT\n";
    let stage = last(text);
    assert_eq!((stage.base.image.as_str(), stage.base.line, stage.line), ("node:20", 1, 7));
    assert_eq!(stage.ports.iter().map(|port| port.value.number).collect::<Vec<_>>(), [80, 3000]);
    assert_eq!(stage.user.as_ref().unwrap().value, "1000");
    assert_eq!(stage.start().unwrap().value, "a");
}

#[test]
fn entry_point_drops_only_a_command_that_was_taken_over() {
    let start = |tail: &str| last(&format!("FROM x AS b\nCMD [\"old\"]\nFROM b\n{tail}")).start().unwrap().value;
    assert_eq!(start("ENTRYPOINT [\"e\"]"), "e");
    assert_eq!(start("CMD [\"c\"]\nENTRYPOINT [\"e\"]"), "e c");
    assert_eq!(start("ENTRYPOINT [\"e\"]\nCMD c d"), "e /bin/sh -c 'c d'");
    assert_eq!(start("ENTRYPOINT e\nCMD [\"c\"]"), "e");
    assert_eq!(start("HEALTHCHECK CMD curl x"), "old");
}

#[test]
fn user_and_volumes_are_expanded() {
    let stage = last("FROM x\nARG U=app\nUSER root\nUSER ${U}:0\nVOLUME [\"/a b\", \"/c\"]\nVOLUME /d /c $NONE\n");
    assert_eq!(stage.user, Some(Stated { value: "app:0".into(), line: 4 }));
    assert_eq!(
        stage.volumes.iter().map(|v| (v.value.as_str(), v.line)).collect::<Vec<_>>(),
        [("/a b", 5), ("/c", 5), ("/d", 6)]
    );
}

#[test]
fn problems_name_their_lines() {
    let problems = |text: &str| read(text).problems.into_iter().map(|p| (p.line, p.value)).collect::<Vec<_>>();
    assert_eq!(
        problems("RUN x\nFROM\n{% if %}\nFROM y"),
        [
            (1, "RUN stands before the first FROM".to_owned()),
            (2, "FROM names no image".to_owned()),
            (3, "{% is no instruction".to_owned()),
        ]
    );
    assert_eq!(problems("FROM x\nRUN <<E\n")[0].0, 2);
    assert!(read("# nothing\n").is_empty);
}
