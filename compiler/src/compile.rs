//! From source files to an executable, in five steps.

use payload::{Program, Temperature};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::executable;
use crate::graph::{self, ModuleGraph};
use crate::host::Host;
use crate::lower;
use crate::messages;
use crate::options::BuildOptions;
use crate::output;
use crate::snapshot;
use crate::stub::{self, Stub};

/// What a build made.
pub struct Built {
    pub output: String,
    pub module_count: usize,
    pub byte_count: usize,
    /// Warnings and remarks.
    pub remarks: Vec<Diagnostic>,
}

/// The steps that take long enough to be shown while they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Scan,
    Lower,
    Snapshot,
    Write,
}

pub fn compile(options: &BuildOptions, host: &dyn Host, progress: &dyn Fn(Step)) -> Result<Built, Diagnostics> {
    progress(Step::Scan);
    let graph = graph::scan(options, host)?;
    let result = build(&graph, options, host, progress);
    // What the scan had to say is worth reading in either case.
    match result {
        Ok(built) => Ok(Built { remarks: [graph.remarks, built.remarks].concat(), ..built }),
        Err(errors) => Err([graph.remarks, errors].concat()),
    }
}

fn build(
    graph: &ModuleGraph,
    options: &BuildOptions,
    host: &dyn Host,
    progress: &dyn Fn(Step),
) -> Result<Built, Diagnostics> {
    let output = output::path(options, graph, host).map_err(one)?;
    let stub = stub::find(options.stub.as_deref(), options.target(), host).map_err(one)?;
    progress(Step::Lower);
    let program = lower::lower(graph, options, *stub.id.build(), host)?;
    progress(Step::Snapshot);
    let (program, snapshot, warning) = take_snapshot(program, &stub, host).map_err(one)?;
    progress(Step::Write);
    let payload = payload::write(&program, Some(&snapshot));
    let executable =
        executable::assemble(&stub.bytes, &payload).map_err(|unfit| one(messages::unfit_stub(&stub.path, unfit)))?;
    output::write(&output, &executable, host).map_err(one)?;
    let remarks = warning.into_iter().collect();
    Ok(Built { output, module_count: program.modules.len(), byte_count: executable.len(), remarks })
}

fn one(diagnostic: Diagnostic) -> Diagnostics {
    vec![diagnostic]
}

/// The snapshot, and the program as it is in it. If the child dies over the application, the standard library alone is
/// still worth a snapshot.
fn take_snapshot(
    program: Program,
    stub: &Stub,
    host: &dyn Host,
) -> Result<(Program, Vec<u8>, Option<Diagnostic>), Diagnostic> {
    let failure = match snapshot::build(&stub.path, &payload::write(&program, None), host) {
        Ok(snapshot) => return Ok((program, snapshot, None)),
        Err(failure) => failure,
    };
    if program.modules.iter().all(|module| module.temperature == Temperature::Absent) {
        return Err(failure);
    }
    let program = with_every_module_absent(program);
    let snapshot = snapshot::build(&stub.path, &payload::write(&program, None), host)?;
    Ok((program, snapshot, Some(messages::snapshot_without_modules(&failure.message))))
}

fn with_every_module_absent(mut program: Program) -> Program {
    for module in &mut program.modules {
        module.temperature = Temperature::Absent;
        "the snapshot could not be made with it".clone_into(&mut module.reason);
    }
    program
}

#[cfg(test)]
mod tests {
    use payload::StubId;

    use super::*;
    use crate::host::MemoryHost;

    fn snapshot_of(host: &MemoryHost) -> Result<(Program, Vec<u8>, Option<Diagnostic>), Diagnostic> {
        let options = BuildOptions { entry: "main.mjs".to_owned(), ..BuildOptions::default() };
        let graph = graph::scan(&options, host).expect("the file is right");
        let program = lower::lower(&graph, &options, [0; 32], host).expect("the file is right");
        let stub = Stub { path: "/stub".to_owned(), bytes: Vec::new(), id: StubId::new("0", [0; 32]) };
        take_snapshot(program, &stub, host)
    }

    #[test]
    fn a_child_that_dies_over_the_application_leaves_it_to_run_time() {
        let host = MemoryHost::new(&[("main.mjs", "")]).with_child(1, b"", "V8 died\n").with_child(0, b"blob", "");
        let (program, snapshot, warning) = snapshot_of(&host).expect("the second child succeeds");
        assert_eq!(snapshot, b"blob");
        assert_eq!(program.modules[0].temperature, Temperature::Absent);
        assert_eq!(warning.map(|warning| warning.code), Some("snapshot-without-modules"));
    }

    #[test]
    fn a_child_that_dies_twice_fails_the_build() {
        let host = MemoryHost::new(&[("main.mjs", "")]).with_child(1, b"", "").with_child(1, b"", "V8 died again\n");
        let failure = snapshot_of(&host).expect_err("no child succeeds");
        assert!(failure.message.ends_with("it ended with exit code 1\nV8 died again"), "{}", failure.message);
    }
}
