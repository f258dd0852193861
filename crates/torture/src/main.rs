//! `cargo xtask torture [ROW …] [--short]`, or `cargo xtask torture fixture`, which writes the file of today's schema.

use std::process::ExitCode;

use torture::{ROWS, Size, Tools};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("torture: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("torture: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> torture::Result<bool> {
    if let Some((first, rest)) = arguments.split_first()
        && first == "child"
    {
        torture::child::run(rest).await?;
        return Ok(true);
    }
    if arguments == ["fixture"] {
        println!("{}", torture::fixtures::write().await?.display());
        return Ok(true);
    }
    let tools = Tools::beside(&std::env::current_exe()?)?;
    let size = if arguments.iter().any(|argument| argument == "--short") {
        Size::Short
    } else {
        Size::Whole
    };
    let wanted: Vec<String> = arguments
        .iter()
        .filter(|argument| *argument != "--short")
        .map(|argument| argument.to_uppercase())
        .collect();
    let mut all = true;
    for row in ROWS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == row) {
            let line = torture::run(row, size, &tools).await?;
            println!("{line}");
            all &= line.reached;
        }
    }
    Ok(all)
}
