//! A system interface that is none, for compilers that know no target without one.
//!
//! What a module imports of `wasi_snapshot_preview1` is answered inside of the component, the same on every machine: there
//! are no arguments, no environment, no files; the clock stands still, random numbers are whatever memory held, what is
//! printed is lost, and ending the program is a trap.

use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, InstructionSink,
    MemArg, MemoryType, Module, TypeSection, ValType,
};
use wasmparser::{FuncType, Parser, Payload, TypeRef};

/// Module under which the system interface is imported.
pub(crate) const SYSTEM: &str = "wasi_snapshot_preview1";

/// What a function answers.
enum Answer {
    /// Success, after these were written: the number of a parameter that is an address, and the value. Sizes and counts are
    /// 32 bits wide.
    Writes(&'static [(u32, i32)]),
    /// Success, after the time was written where this parameter points to. It is not 0, which some runtimes take for a
    /// fault.
    Time(u32),
    /// Success, after the length of the first buffer was written as what was taken.
    Swallows,
    /// No answer.
    Traps,
}

/// The functions that have an answer of their own; the others say that they are not there.
const ANSWERS: [(&str, Answer); 11] = [
    ("args_get", Answer::Writes(&[])),
    ("args_sizes_get", Answer::Writes(&[(0, 0), (1, 0)])),
    ("environ_get", Answer::Writes(&[])),
    ("environ_sizes_get", Answer::Writes(&[(0, 0), (1, 0)])),
    ("clock_time_get", Answer::Time(2)),
    ("clock_res_get", Answer::Time(1)),
    ("random_get", Answer::Writes(&[])),
    ("sched_yield", Answer::Writes(&[])),
    ("poll_oneoff", Answer::Writes(&[(3, 0)])),
    ("fd_write", Answer::Swallows),
    ("proc_exit", Answer::Traps),
];

/// Number of the error "bad file descriptor", with which a list of open directories ends.
const BAD_DESCRIPTOR: i32 = 8;
/// Number of the error "no such function".
const NOT_THERE: i32 = 52;

/// The module that answers what another one imports of the system; none if it imports nothing of it.
pub(crate) fn answering(module: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let wanted = imports(module)?;
    if wanted.is_empty() {
        return Ok(None);
    }
    let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
    let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
    for ((name, signature), index) in wanted.iter().zip(0..) {
        types.ty().function(values(signature.params())?, values(signature.results())?);
        functions.function(index);
        exports.export(name, ExportKind::Func, index);
        code.function(&body(name, signature));
    }
    let mut memory = ImportSection::new();
    let any = MemoryType { minimum: 0, maximum: None, memory64: false, shared: false, page_size_log2: None };
    memory.import("env", "memory", EntityType::Memory(any));
    let mut module = Module::new();
    module.section(&types).section(&memory).section(&functions).section(&exports).section(&code);
    Ok(Some(module.finish()))
}

/// Names and types of what a module imports of the system.
fn imports(module: &[u8]) -> Result<Vec<(String, FuncType)>, String> {
    let wrong = |error: wasmparser::BinaryReaderError| error.message().to_owned();
    let (mut types, mut wanted) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(wrong)? {
            Payload::TypeSection(section) => {
                for signature in section.into_iter_err_on_gc_types() {
                    types.push(signature.map_err(wrong)?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(wrong)?;
                    if let (SYSTEM, TypeRef::Func(index)) = (import.module, import.ty) {
                        let signature: &FuncType = types.get(index as usize).ok_or("an import without a type")?;
                        wanted.push((import.name.to_owned(), signature.clone()));
                    }
                }
            }
            Payload::CodeSectionStart { .. } => break,
            _ => {}
        }
    }
    wanted.sort_by(|a: &(String, FuncType), b| a.0.cmp(&b.0));
    wanted.dedup_by(|a, b| a.0 == b.0);
    Ok(wanted)
}

fn values(types: &[wasmparser::ValType]) -> Result<Vec<ValType>, String> {
    let value = |kind: &wasmparser::ValType| match kind {
        wasmparser::ValType::I32 => Ok(ValType::I32),
        wasmparser::ValType::I64 => Ok(ValType::I64),
        wasmparser::ValType::F32 => Ok(ValType::F32),
        wasmparser::ValType::F64 => Ok(ValType::F64),
        other => Err(format!("the system interface has no values of type {other}")),
    };
    types.iter().map(value).collect()
}

fn body(name: &str, signature: &FuncType) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    let answer = ANSWERS.iter().find(|(known, _)| *known == name).map(|(_, answer)| answer);
    let at = |offset| MemArg { offset, align: 2, memory_index: 0 };
    let error = match answer {
        Some(Answer::Traps) => {
            code.unreachable();
            0
        }
        Some(Answer::Writes(pairs)) => {
            for (parameter, value) in *pairs {
                code.local_get(*parameter).i32_const(*value).i32_store(at(0));
            }
            0
        }
        Some(Answer::Time(parameter)) => {
            code.local_get(*parameter).i64_const(1).i64_store(MemArg { offset: 0, align: 3, memory_index: 0 });
            0
        }
        Some(Answer::Swallows) => {
            // Parameter 1 is the list of buffers, address and length each, and 3 is where the count goes.
            code.local_get(3).local_get(1).i32_load(at(4)).i32_store(at(0));
            0
        }
        None if name.starts_with("fd_") => BAD_DESCRIPTOR,
        None => NOT_THERE,
    };
    results(&mut code, signature, error);
    code.end();
    function
}

/// The number of an error where one is expected, and zero where anything else is.
fn results(code: &mut InstructionSink<'_>, signature: &FuncType, error: i32) {
    for result in signature.results() {
        match result {
            wasmparser::ValType::I64 => code.i64_const(0),
            wasmparser::ValType::F32 => code.f32_const(0.0.into()),
            wasmparser::ValType::F64 => code.f64_const(0.0.into()),
            _ => code.i32_const(error),
        };
    }
}
