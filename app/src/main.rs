//! `alongside`: with no arguments, the demo community.

use std::process::ExitCode;

fn main() -> ExitCode {
    alongside::commands::run()
}
