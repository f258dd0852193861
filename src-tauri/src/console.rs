//! The same program for a Windows console, where a windowed one prints nothing.

fn main() -> std::process::ExitCode {
    shell::main()
}
